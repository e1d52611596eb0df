"""Every setting, read from the environment once; a wrong one stops the start with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

DEFAULT_PORT = 8600
SMTP_PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class StartError(Exception):
    """Why Kunci can't start or go on: one sentence in English, the same one in Indonesian, no traceback."""

    def __init__(self, english: str, indonesian: str) -> None:
        super().__init__(english)
        self.english = english
        self.indonesian = indonesian


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed in. `security`: 'tls' from the first byte, 'starttls', or 'plain' on this machine."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str


@dataclass(frozen=True)
class Config:
    """The settings of one running Kunci.

    `owner_url` and `app_url` are both None (Kunci runs its own PostgreSQL in `data`) or both given.
    `mail_url` None means that mails are written to `mail_folder`.
    Addresses hold passwords, so they stay out of `repr`.
    """

    data: Path
    host: str
    port: int
    owner_url: str | None = field(repr=False)
    app_url: str | None = field(repr=False)
    mail_url: str | None = field(repr=False)
    public_url: str | None
    demo: bool

    @property
    def keys(self) -> Path:
        """Folder (0700) of what must never reach the database: master keys and database passwords."""
        return self.data / "keys"

    @property
    def mail_folder(self) -> Path:
        return self.data / "mail"

    @property
    def mail_server(self) -> MailServer | None:
        if self.mail_url is None:
            return None
        parts = urlsplit(self.mail_url)
        host = parts.hostname or ""
        security = "tls" if parts.scheme == "smtps" else "plain" if host in LOOPBACK else "starttls"
        return MailServer(
            host=host,
            port=parts.port or SMTP_PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            security=security,
        )

    @property
    def address(self) -> str:
        """Where a browser finds this Kunci, without a slash at the end."""
        if self.public_url is not None:
            return self.public_url
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host)  # noqa: S104 - compared, not bound
        if shown is None:
            shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{shown}:{self.port}"


def load(environ: Mapping[str, str]) -> Config:
    """Read the settings; raises StartError for the first wrong one. Empty variables count as absent.

    KUNCI_DEMO=1 is set by `kunci demo`. The demonstration never touches another server: whatever addresses
    are set, it has its own PostgreSQL below its own data folder, and its mails leave the machine for nobody.
    """
    demo = _demo(environ.get("KUNCI_DEMO", ""))
    data = Path(environ.get("KUNCI_DATA") or "data").expanduser().absolute()
    owner_url, app_url = _database_urls(environ)
    mail_url = _mail_url(environ.get("KUNCI_MAIL_URL", ""))
    return Config(
        data=data / "demo" if demo else data,
        host=environ.get("KUNCI_HOST") or "127.0.0.1",
        port=_port(environ.get("KUNCI_PORT", "")),
        owner_url=None if demo else owner_url,
        app_url=None if demo else app_url,
        mail_url=None if demo else mail_url,
        public_url=_public_url(environ.get("KUNCI_PUBLIC_URL", "")),
        demo=demo,
    )


def _demo(text: str) -> bool:
    if text not in {"", "0", "1"}:
        raise StartError(
            f"KUNCI_DEMO is either 1 or absent, not {text!r}.",
            f"KUNCI_DEMO hanya boleh 1 atau tidak ada, bukan {text!r}.",
        )
    return text == "1"


def _port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise StartError(
            f"KUNCI_PORT must be a number from 1 to 65535, not {text!r}.",
            f"KUNCI_PORT harus angka dari 1 sampai 65535, bukan {text!r}.",
        )
    return int(text)


def _database_urls(environ: Mapping[str, str]) -> tuple[str | None, str | None]:
    owner, app = environ.get("KUNCI_OWNER_URL") or None, environ.get("KUNCI_APP_URL") or None
    if (owner is None) != (app is None):
        given, missing = ("OWNER", "APP") if owner else ("APP", "OWNER")
        raise StartError(
            f"KUNCI_{given}_URL is set but KUNCI_{missing}_URL is not: another server needs both addresses.",
            f"KUNCI_{given}_URL ada tetapi KUNCI_{missing}_URL tidak: server lain butuh kedua alamat.",
        )
    for name, url in (("KUNCI_OWNER_URL", owner), ("KUNCI_APP_URL", app)):
        if url is not None and not _is_database_url(url):
            raise StartError(
                f"{name} must look like postgresql://user:password@host:5432/kunci.",
                f"{name} harus berbentuk postgresql://user:password@host:5432/kunci.",
            )
    return owner, app


def _is_database_url(url: str) -> bool:
    if not url.startswith(("postgresql://", "postgres://")):
        return False
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError:
        return False
    return bool(given.get("user") and given.get("dbname"))


def _mail_url(text: str) -> str | None:
    if not text:
        return None
    parts = _split("KUNCI_MAIL_URL", text)
    if parts.scheme not in SMTP_PORTS or not _is_host_alone(parts):
        raise StartError(
            "KUNCI_MAIL_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.",
            "KUNCI_MAIL_URL harus berbentuk smtp://user:password@host:587 atau smtps://user:password@host:465.",
        )
    return text


def _public_url(text: str) -> str | None:
    if not text:
        return None
    parts = _split("KUNCI_PUBLIC_URL", text)
    if parts.scheme not in {"http", "https"} or not _is_host_alone(parts) or parts.username:
        raise StartError(
            "KUNCI_PUBLIC_URL must look like https://kunci.example, without a path.",
            "KUNCI_PUBLIC_URL harus berbentuk https://kunci.example, tanpa jalur di belakangnya.",
        )
    return f"{parts.scheme}://{parts.netloc}"


def _is_host_alone(parts: SplitResult) -> bool:
    return bool(parts.hostname) and parts.path in {"", "/"} and not parts.query and not parts.fragment


def _split(name: str, url: str) -> SplitResult:
    """The parts of an address; its text is never repeated in the error, for it may hold a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # urlsplit looks at the port only when asked
    except ValueError:
        raise StartError(
            f"{name} is not an address that can be read.", f"{name} bukan alamat yang bisa dibaca."
        ) from None
    return parts
