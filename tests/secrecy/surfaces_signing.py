"""The surfaces of signing in and of the settings (see surfaces.py)."""

from __future__ import annotations

import base64
import json
from uuid import UUID

from tests.secrecy.surfaces import ABSENT, Ask, Known, case, get, post


@case("sign_in_code")
def _sign_in_code(known: Known, _: UUID) -> list[Ask]:
    return [get("sign_in_code"), *(post("sign_in_code", code=code) for code in ("BBBB-BBBB", ""))]


@case("sign_in_recovery")
def _sign_in_recovery(known: Known, _: UUID) -> list[Ask]:
    """Some of these addresses have accounts."""
    wanted = ("sari@kunci.test", "baru@kunci.test", "x")
    return [
        get("sign_in_recovery"),
        *(post("sign_in_recovery", email=one, code="0000 0000 0000 0000") for one in wanted),
    ]


@case("sign_in_passkey")
def _sign_in_passkey(known: Known, _: UUID) -> list[Ask]:
    """Besides nonsense an answer in the name of a member whom the viewer may know."""
    handle = base64.urlsafe_b64encode(known.first("partner").hex.encode()).decode().rstrip("=")
    said = json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": handle}})
    return [post("sign_in_passkey", credential=one) for one in ("", "[]", "{}", said)]


for _route in ("sign_in_passkey_begin", "passkey_begin", "session_end_others"):
    case(_route)(lambda known, _, route=_route: [post(route)])  # type: ignore[misc]  # mypy infers no lambda with a default


@case("settings")
def _settings(known: Known, _: UUID) -> list[Ask]:
    said = {"language": "en", "timezone": "Asia/Makassar", "appearance": "dark", "notices": "asked", "quiet_from": "21"}
    night = {**said, "quiet_until": "7"}
    return [get("settings"), post("settings", **said), post("settings", **night), post("settings", appearance="zzz")]


@case("passkeys")
def _passkeys(known: Known, _: UUID) -> list[Ask]:
    return [get("passkeys"), post("passkeys", name="HP saya", credential="{}"), post("passkeys", name="")]


@case("passkey_rename")
def _passkey_rename(known: Known, _: UUID) -> list[Ask]:
    return [post("passkey_rename", ABSENT, name="HP saya")]


@case("passkey_remove")
def _passkey_remove(known: Known, _: UUID) -> list[Ask]:
    return [post("passkey_remove", ABSENT)]


@case("recovery")
def _recovery(known: Known, _: UUID) -> list[Ask]:
    return [get("recovery"), post("recovery")]


@case("sessions")
def _sessions(known: Known, _: UUID) -> list[Ask]:
    return [get("sessions")]


@case("session_end", "session")
def _session_end(known: Known, id: UUID) -> list[Ask]:
    return [post("session_end", id)]
