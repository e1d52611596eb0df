"""People between people: a match through two, with scripts and in Indonesian; and a mediated first step, by thumb,
without scripts and in English. One set-up for both."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import expect

from kunci.actions import keyring, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from tests.actions.test_relays import lets_in
from tests.browser import audit
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, WITHOUT_SCRIPTS, Person
from tests.cast import Cast
from tests.secrecy.viewers import subject

DOOR = "Kepala pengadaan rumah sakit, Surabaya"
HINT = "Kepala pengadaan, rumah sakit, Surabaya"
OWN = "Siapa mengurus pembelian di klinik besar?"
WHY = "Orang yang saya jamin memasok linen, dan selalu tepat waktu."
WARY = "Saya takut dikira meminta pesanan."


@pytest.fixture
def between(cast: Cast) -> UUID:
    """Joko lets Ratna hear, and Ratna Budi; Sari lets Budi see a key, and Ratna knows of her."""
    for one, other in (
        (cast.joko, cast.ratna),
        (cast.ratna, cast.budi),
        (cast.ratna, cast.joko),
        (cast.sari, cast.budi),
        (cast.budi, cast.ratna),
        (cast.sari, cast.ratna),
    ):
        lets_in(cast, one, other)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, set())
    key = cast.key(cast.sari, HINT)
    keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.budi])
    return key


def test_a_match_goes_through_two_and_the_first_reads_of_nobody_behind(
    signed_in: NewMember, cast: Cast, between: UUID
) -> None:
    joko, ratna, budi, sari = (signed_in(DESKTOP, "id", who) for who in (cast.joko, cast.ratna, cast.budi, cast.sari))
    said = WantText(DOOR, travels=True)
    want = subject(wants.write(cast.act(cast.joko), said, Hearers(Rung.KNOWN), 90, cast.now.date()))

    ratna.go("heard_want", want)
    ratna.follow("Teruskan")
    ratna.arrives("want_relay", "Teruskan dengan kata-kata Anda")
    ratna.reads(DOOR)
    ratna.fill("Dalam satu kalimat", OWN)
    ratna.page.locator("input[name=rung][value='1']").check()
    ratna.page.locator("input[name=travels]").check()
    ratna.press("Simpan")
    ratna.finds("want_passed_on", OWN)
    ratna.reads(DOOR)
    joko.go("wants")
    joko.reads_nothing_of(OWN)

    # Budi hears it of Ratna alone, and asks the holder of a key that he sees.
    budi.go("wants")
    budi.reads_nothing_of("Joko", DOOR)
    budi.follow(OWN)
    _proposes(budi, "Tanyakan kepada %(name)s")
    _says_yes(sari, "%(mediator)s menjamin seseorang", "Budi Santoso")
    first = _tells(budi)

    # Ratna sees both sides now, and brings whoever is really looking.
    ratna.go("mediations")
    ratna.follow(HINT)
    ratna.finds("brought_for_another", HINT)
    ratna.follow("Usulkan kepada pemegangnya")
    ratna.page.get_by_label(ratna.t("Kepada %(name)s: mengapa Anda mengusulkannya", name="Sari Wulandari")).fill(WHY)
    ratna.press("Tanyakan")
    ratna.sees("Usulan Anda disampaikan kepada pemegangnya. Yang mencari belum tahu apa-apa.")
    sari.go("today")
    sari.follow("Pertimbangkan")
    sari.arrives("proposal_through_two", "%(mediator)s menjamin seseorang", mediator="Ratna Dewi")
    sari.reads("Budi Santoso mempertemukan Anda dengan Ratna Dewi")
    sari.reads_nothing_of("Joko")
    sari.press("Ya, boleh")
    _tells(ratna)
    joko.go("mediations")
    joko.follow(HINT)
    joko.finds("brought", HINT)
    joko.reads_nothing_of("Budi")
    budi.open(first)
    budi.reads_nothing_of("Joko")


def test_a_mediated_first_step_by_thumb_without_scripts(signed_in: NewMember, cast: Cast, between: UUID) -> None:
    budi, ratna, sari = (signed_in(WITHOUT_SCRIPTS, "en", who) for who in (cast.budi, cast.ratna, cast.sari))
    for one in (budi, ratna, sari):
        one.look = audit.fits
    small = {cast.budi: "Penjahit seragam, Gresik", cast.sari: "Kasir toko kain, Sidoarjo"}
    for who, line in small.items():
        cast.key(who, line)

    budi.go("partner", cast.sari)
    budi.follow("Cari penengah")
    budi.arrives("want_for_person", "Cari penengah")
    budi.fill("Dalam satu kalimat", "Ingin belajar memilih pemasok.")
    budi.page.locator("input[name=rung][value='1']").check()
    budi.press("Simpan")
    budi.reads("Sari Wulandari")
    sari.go("wants")
    sari.reads_nothing_of("Ingin belajar")

    ratna.go("wants")
    ratna.look("wants_between", ratna.page)
    ratna.follow("%(name)s ingin berkenalan dengan %(person)s", None, name="Budi Santoso", person="Sari Wulandari")
    ratna.finds("heard_wish", "Ingin belajar memilih pemasok.")
    ratna.follow("Tanyakan kepada %(person)s", None, person="Sari Wulandari")
    ratna.arrives("step_new", "Tanyakan kepada %(name)s", name="Sari Wulandari")
    ratna.page.get_by_label(ratna.t("Kepada %(name)s: mengapa Anda mengusulkannya", name="Sari Wulandari")).fill(WHY)
    ratna.press("Tanyakan")
    ratna.arrives("step_asked", "%(asker)s dan %(other)s", asker="Budi Santoso", other="Sari Wulandari")
    address = ratna.page.url

    sari.go("today")
    sari.look("today_step", sari.page)
    sari.open(address)
    sari.arrives("step_to_me", "Seseorang ingin berkenalan dengan Anda")
    sari.reads_nothing_of("Budi")
    sari.press("Ya, boleh")
    sari.sees("Anda mengiyakan. Sebelum penengahnya menyampaikannya, Anda masih bisa berubah pikiran.")
    ratna.open(address)
    ratna.page.get_by_label(ratna.t("Satu kalimat untuk %(name)s", name="Budi Santoso")).fill("Sari bersedia.")
    ratna.press("Sampaikan")
    ratna.sees("Tersampaikan. Keduanya kini saling tahu, dan bisa bercerita kepada Anda sendiri-sendiri.")

    # Each says what they are wary of to Ratna alone, and names a key.
    for one, line in ((budi, small[cast.budi]), (sari, small[cast.sari])):
        one.open(address)
        one.page.get_by_label(one.t("Kepada %(name)s saja", name="Ratna Dewi")).fill(WARY if one is budi else "Waktu.")
        one.press("Sampaikan")
        one.sees("Tersampaikan. Yang satunya tidak membacanya.")
        one.page.get_by_role("radio", name=line).check()
        one.press("Sebutkan kepada penengah")
        one.look("step_named", one.page)
    sari.open(address)
    sari.reads_nothing_of(WARY, small[cast.budi])
    ratna.open(address)
    ratna.reads(WARY)
    ratna.press("Usulkan pertukaran ini")
    ratna.sees("Diusulkan kepada keduanya. Petunjuknya baru terbuka kalau keduanya mengiyakan.")
    before = _main(ratna, address)
    budi.open(address)
    budi.press("Ya, tukarkan")
    budi.reads_nothing_of(small[cast.sari])
    assert _main(ratna, address) == before
    sari.open(address)
    sari.press("Ya, tukarkan")
    sari.reads(small[cast.budi])
    sari.look("step_open", sari.page)
    budi.go("doors")
    budi.reads(small[cast.sari])
    sari.open(address)
    sari.press("Akhiri langkah ini")
    sari.sees("Langkah ini sudah berakhir. Apa yang terbuka olehnya sudah tertutup; yang lain tetap seperti adanya.")
    budi.go("doors")
    budi.reads_nothing_of(small[cast.sari])


def _proposes(mediator: Person, heading: str) -> None:
    """For the want on whose page they are."""
    mediator.follow("Pilih di antara pintu yang terbuka bagi Anda")
    mediator.page.get_by_role("link", name=HINT).click()
    mediator.arrives("mediate", heading, name="Sari Wulandari")
    label = mediator.t("Kepada %(name)s: mengapa Anda mengusulkannya", name="Sari Wulandari")
    mediator.page.get_by_label(label).fill(WHY)
    mediator.press("Tanyakan")
    mediator.sees("Usulan Anda disampaikan kepada pemegangnya. Yang mencari belum tahu apa-apa.")


def _says_yes(holder: Person, heading: str, mediator: str) -> None:
    holder.go("mediations")
    holder.page.get_by_role("link", name=HINT).first.click()
    holder.arrives("proposal", heading, mediator=mediator)
    holder.press("Ya, boleh")
    holder.sees("Anda mengiyakan. Sebelum penengahnya menyampaikannya, Anda masih bisa berubah pikiran.")


def _tells(mediator: Person) -> str:
    """The newest that they brought together; its page."""
    mediator.go("today")
    mediator.follow("Sampaikan")
    mediator.page.locator("textarea[name=sentence]").fill("Sari bersedia.")
    mediator.press("Sampaikan")
    mediator.sees("Tersampaikan. Petunjuk pintunya kini terbuka baginya, dan keduanya saling tahu nama.")
    return mediator.page.url


def _main(one: Person, address: str) -> str:
    one.open(address)
    expect(one.page.locator("main")).to_be_visible()
    return one.page.locator("main").inner_text()
