"""The surfaces of signing in and of the settings (see surfaces.py)."""

from __future__ import annotations

import base64
import json
from uuid import UUID

from django.urls import reverse

from kunci.actions import addresses
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


@case("recovery_file")
def _recovery_file(known: Known, _: UUID) -> list[Ask]:
    return [post("recovery_file", code="0000 0000 0000 0000"), post("recovery_file")]


@case("prove")
def _prove(known: Known, _: UUID) -> list[Ask]:
    return [
        get("prove"),
        post("prove", do="send"),
        post("prove", do="code", code="BBBB-BBBB"),
        post("prove", do="recovery", code="0000 0000 0000 0000"),
    ]


@case("prove_passkey")
def _prove_passkey(known: Known, _: UUID) -> list[Ask]:
    return [post("prove_passkey", credential=one) for one in ("", "{}")]


@case("address")
def _address(known: Known, _: UUID) -> list[Ask]:
    """Some of these addresses have accounts, and one may be the viewer's own."""
    wanted = ("sari@kunci.test", "baru@kunci.test", "nobody@kunci.test", "x")
    return [get("address"), *(post("address", email=one) for one in wanted)]


@case("address_confirm")
def _address_confirm(known: Known, _: UUID) -> list[Ask]:
    return [post("address_confirm", code="BBBB-BBBB")]


for _route in ("address_again", "address_leave"):
    case(_route)(lambda known, _, route=_route: [post(route)])  # type: ignore[misc]  # mypy infers no lambda with a default


@case("address_stop")
def _address_stop(known: Known, _: UUID) -> list[Ask]:
    """Nonsense, a link for a change that never was, and those in the mails to one's own address before."""
    asks = [ask for word in ("x", addresses.stop_word(ABSENT)) for ask in _both("address_stop", word)]
    return asks + [ask for id in known.changes for ask in _both("address_stop", addresses.stop_word(id))]


def _both(route: str, word: str) -> list[Ask]:
    return [get(route, word), post(route, word)]


@case("sessions")
def _sessions(known: Known, _: UUID) -> list[Ask]:
    return [get("sessions")]


@case("session_push")
def _session_push(known: Known, _: UUID) -> list[Ask]:
    path = reverse("session_push")
    said: list[dict[str, object]] = [{"endpoint": "https://push.example/a"}, {"endpoint": "x"}, {"do": "off"}]
    return [Ask("session_push", path, one, follow=True) for one in said]


@case("session_end", "session")
def _session_end(known: Known, id: UUID) -> list[Ask]:
    return [post("session_end", id)]
