"""Kunci on a phone's home screen: installed, a contact in two taps, and a page for when there is no connection."""

from __future__ import annotations

import json
from typing import cast

from playwright.sync_api import Page, expect

from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from tests.actions.steps import relation
from tests.browser.conftest import NewMember
from tests.browser.person import NARROW, Device
from tests.browser.watch import Watch
from tests.cast import Cast

INSTALLED = Device(360, 740, touch=True, installed=True)
READY = """() => Promise.race([
    navigator.serviceWorker.ready.then(worker => worker.active.scriptURL),
    new Promise(resolve => setTimeout(resolve, 5000, "no worker")),
])"""
KEPT = """async () => {
    const kept = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request);
            kept.push([new URL(request.url).pathname, await answer.text()]);
        }
    }
    return kept;
}"""
SIDE = """async address => {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image.width;
}"""
CACHES = "() => caches.keys()"


def kept(page: Page) -> dict[str, str]:
    """What the cache holds: paths and texts."""
    return dict(cast("list[tuple[str, str]]", page.evaluate(KEPT)))


def test_a_contact_is_noted_with_two_taps(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(NARROW, "id", cast.sari)
    sari.go("today")
    sari.follow("Catat kontak")
    sari.arrives("today_contacts", "Catat kontak")
    sari.page.get_by_role("button", name="Bertemu Budi Santoso").click()
    sari.sees("Tercatat: bertemu hari ini.")
    assert Kind.MET in {row.kind for row in relation(cast, cast.sari, cast.budi).evidence}
    sari.go("today_contacts")
    expect(sari.page.get_by_role("heading", level=2)).to_have_text(["Budi Santoso", "Ratna Dewi"])
    sari.fill("Cari rekan", "ratna")
    sari.press("Cari")
    expect(sari.page.get_by_role("heading", level=2)).to_have_text(["Ratna Dewi"])


def test_the_manifest_names_icons_that_are_there(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(NARROW, "en", cast.sari)
    sari.go("today")
    address = sari.page.locator("link[rel=manifest]").get_attribute("href")
    assert address is not None
    answer = sari.page.request.get(sari.address + address)
    manifest = json.loads(answer.text())
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (manifest["display"], manifest["start_url"], manifest["lang"]) == ("standalone", "/hari-ini/", "en")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        side = sari.page.evaluate(SIDE, icon["src"])
        assert icon["sizes"] == f"{side}x{side}"
    for shortcut in manifest["shortcuts"]:
        assert sari.open(shortcut["url"]) == 200


def test_without_a_connection_a_page_says_so_and_nothing_of_a_person_is_kept(
    signed_in: NewMember, cast: Cast, watch: Watch
) -> None:
    cast.met(cast.sari, cast.budi, cast.now.date())
    cast.grant(cast.sari, cast.budi, Rung.KNOWN)
    sari = signed_in(INSTALLED, "id", cast.sari)
    sari.go("today")
    assert str(sari.page.evaluate(READY)).endswith("/pekerja.js")
    for route in ("today", "partners", "keyring", "journal", "profile"):
        sari.go(route)
    found = kept(sari.page)
    assert "/luring/" in found
    assert all(path == "/luring/" or path.startswith("/static/") for path in found)
    for text in found.values():
        assert "Sari" not in text
        assert "Budi" not in text

    watch.complaints.clear()
    sari.context.set_offline(True)
    sari.go("partners")
    expect(sari.page.get_by_role("heading", name="Tidak ada sambungan")).to_be_visible()
    expect(sari.page.get_by_role("heading", name="No connection")).to_be_visible()
    expect(sari.page.locator("body")).not_to_contain_text("Budi")
    assert sari.page.evaluate("() => getComputedStyle(document.body).fontFamily") != ""
    sari.context.set_offline(False)
    watch.complaints.clear()
    sari.go("today")
    sari.press("Keluar")
    assert sari.page.evaluate(CACHES) == []
