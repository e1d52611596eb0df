"""Kunci on a phone's home screen: installed, a contact in two taps, and a page for when there is no connection."""

from __future__ import annotations

import json
import typing

from playwright.sync_api import Page, expect

from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.models.models import SignedIn
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
    return dict(typing.cast("list[tuple[str, str]]", page.evaluate(KEPT)))


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


# No push service can be reached from a test: what a browser would have got from one.
SUBSCRIBES = """
    let subscribed = null;
    Notification.requestPermission = async () => window.allowed ?? "granted";
    PushManager.prototype.getSubscription = async () => subscribed;
    PushManager.prototype.subscribe = async options => {
        window.keyLength = options.applicationServerKey.length;
        const unsubscribe = async () => { subscribed = null; return true; };
        subscribed = { endpoint: "https://push.example/abc", unsubscribe };
        return subscribed;
    };
"""
SHOWN = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    for (let tries = 0; tries < 50; tries++) {
        const shown = await registration.getNotifications();
        if (shown.length) return shown.map(one => [one.title, one.body, one.tag, one.data]);
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    return [];
}"""


def test_a_browser_is_told_for_as_long_as_it_is_wanted(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(INSTALLED, "id", cast.sari)
    sari.page.add_init_script(SUBSCRIBES)
    sari.go("sessions")
    sari.page.evaluate(READY)
    sari.look("sessions_push", sari.page)
    sari.page.evaluate("() => { window.allowed = 'denied'; }")
    sari.press("Kabari peramban ini")
    expect(sari.page.locator("[data-push-wrong]")).to_be_visible()
    assert not SignedIn.objects.exclude(push="").exists()
    sari.page.evaluate("() => { window.allowed = 'granted'; }")
    sari.press("Kabari peramban ini")
    sari.sees("Peramban ini dikabari kalau ada yang menunggu. Isinya tidak pernah disebut.")
    assert SignedIn.objects.exclude(push="").get().push == "https://push.example/abc"
    sari.look("sessions_rung", sari.page)
    sari.press("Jangan kabari lagi")
    sari.sees("Peramban ini tidak dikabari lagi.")
    assert not SignedIn.objects.exclude(push="").exists()


def test_without_scripts_the_page_says_that_it_cannot_be_told(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(Device(360, 740, touch=True, scripts=False), "en", cast.sari)
    sari.go("sessions")
    sari.reads(sari.t("Peramban ini tidak bisa dikabari."))
    expect(sari.page.get_by_role("button", name=sari.t("Kabari peramban ini"))).to_have_count(0)


def test_a_push_to_a_device_that_may_be_somebody_elses_says_nothing_private(signed_in: NewMember, cast: Cast) -> None:
    """The event itself is made by the browser's own tools; whatever it would carry, the same sentence shows."""
    sari = signed_in(INSTALLED, "id", cast.sari)
    sari.context.grant_permissions(["notifications"], origin=sari.address)
    sari.go("today")
    sari.page.evaluate(READY)
    tools = sari.context.new_cdp_session(sari.page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(one["registrationId"] for one in said["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    sari.page.wait_for_timeout(300)
    said = {"origin": sari.address, "registrationId": found[-1], "data": "Budi Santoso meminta kunci"}
    tools.send("ServiceWorker.deliverPushMessage", said)
    shown = rows_of(sari.page.evaluate(SHOWN))
    assert [row[0] for row in shown] == ["Kunci"]
    assert shown[0][1] in ("Ada yang menunggu Anda di Kunci.", "Something waits for you in Kunci.")
    assert shown[0][2:] == ["kunci", None]


def rows_of(value: object) -> list[list[str | None]]:
    return typing.cast("list[list[str | None]]", value)
