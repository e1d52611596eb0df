"""A match mediated through one person, by thumb and without scripts: asked of its holder, told, handed over; and a no
that nobody sees."""

from __future__ import annotations

from uuid import UUID

from playwright.sync_api import expect

from kunci.actions import keyring, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from tests.actions.steps import agreed
from tests.actions.test_wants import lets
from tests.browser import audit
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, WITHOUT_SCRIPTS, Person
from tests.cast import Cast
from tests.secrecy.viewers import subject

DOOR = "Kepala pengadaan rumah sakit, Surabaya"
HINT = "Kepala pengadaan, rumah sakit, Surabaya"
OTHER = "Manajer pembelian, klinik bersalin, Gresik"
WHY = "Orang yang saya jamin memasok linen, dan selalu tepat waktu."


def test_a_match_is_mediated_through_one_person_and_a_refusal_is_seen_by_nobody(
    signed_in: NewMember, cast: Cast
) -> None:
    joko, ratna, sari = (signed_in(DESKTOP, "id", who) for who in (cast.joko, cast.ratna, cast.sari))
    _walk(joko, ratna, sari, cast)


def test_all_of_it_works_on_a_narrow_phone_without_scripts(signed_in: NewMember, cast: Cast) -> None:
    """Axe needs scripts, the width of a page does not."""
    joko, ratna, sari = (signed_in(WITHOUT_SCRIPTS, "en", who) for who in (cast.joko, cast.ratna, cast.sari))
    joko.look = ratna.look = sari.look = audit.fits
    _walk(joko, ratna, sari, cast)


def _walk(joko: Person, ratna: Person, sari: Person, cast: Cast) -> None:
    lets(cast, cast.joko, cast.ratna)
    lets(cast, cast.sari, cast.ratna)
    said = WantText(DOOR, travels=True)
    want = subject(wants.write(cast.act(cast.joko), said, Hearers(Rung.TRUSTED), 90, cast.now.date()))
    keys = {line: cast.key(cast.sari, line) for line in (HINT, OTHER)}
    for key in keys.values():
        keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.ratna])

    ratna.go("mediations")
    ratna.arrives("mediations_empty", "Perantaraan")
    asked = _ask(ratna, want, OTHER)
    agreed_to = _ask(ratna, want, HINT)
    joko.go("mediations")
    joko.reads_nothing_of(HINT, OTHER)

    # Sari leaves one: to Ratna it is silence.
    before = _state(ratna, asked)
    sari.go("today")
    sari.reads(sari.t("%(name)s ingin mempertemukan Anda dengan seseorang", name="Ratna Dewi"))
    sari.look("today_proposal", sari.page)
    sari.go("mediations")
    sari.follow(OTHER)
    sari.arrives("proposal", "%(mediator)s menjamin seseorang", mediator="Ratna Dewi")
    sari.reads(WHY)
    sari.reads_nothing_of("Joko")
    sari.press("Biarkan saja")
    sari.sees("Dibiarkan. Bagi penengahnya, itu tampak sama dengan diam.")
    sari.look("proposal_left", sari.page)
    assert _state(ratna, asked) == before

    # To the other she says yes, and Ratna tells.
    sari.go("mediations")
    sari.follow(HINT)
    sari.press("Ya, boleh")
    sari.sees("Anda mengiyakan. Sebelum penengahnya menyampaikannya, Anda masih bisa berubah pikiran.")
    sari.look("proposal_yes", sari.page)
    joko.go("doors")
    joko.reads_nothing_of(HINT)
    ratna.go("today")
    ratna.look("today_mediation", ratna.page)
    ratna.open(agreed_to)
    ratna.look("mediation_yes", ratna.page)
    words = ratna.page.get_by_label(ratna.t("Satu kalimat untuk %(name)s", name="Joko Susilo"))
    words.fill("Bu Sari bersedia; ceritakan apa yang Anda pasok.")
    ratna.press("Sampaikan")
    ratna.sees("Tersampaikan. Petunjuk pintunya kini terbuka baginya, dan keduanya saling tahu nama.")
    ratna.look("mediation_told", ratna.page)

    joko.go("today")
    joko.reads(joko.t("%(name)s menemukan pintu untuk Anda", name="Ratna Dewi"))
    joko.look("today_brought", joko.page)
    joko.go("mediations")
    joko.follow(HINT)
    joko.finds("brought", HINT)
    joko.follow("Lihat pintunya")
    joko.finds("door_brought", HINT)
    joko.fill("Dalam satu kalimat: mengapa Anda ingin bertemu?", "Kami memasok linen rumah sakit.")
    joko.press("Kirim permintaan")
    joko.finds("ask", HINT)

    # Through Ratna, as the decision, the handover and both their pages say; of the contact she sees nothing.
    sari.go("today")
    sari.follow("Pertimbangkan")
    expect(sari.inside("Lewat %(name)s", name="Ratna Dewi")).to_contain_text(WHY)
    sari.look("decide_mediated", sari.page)
    request = UUID(sari.page.url.split("/")[-3])
    cast.decide(cast.sari, request)
    handover = agreed(cast, cast.sari, request)
    through = "Lewat %(name)s, yang ikut menjamin. Bagaimana jadinya ikut dicatat pada hubungan Anda dengannya."
    for one in (sari, joko):
        one.go("handover", handover)
        one.sees(through, name="Ratna Dewi")
        one.look("handover_mediated", one.page)
    ratna.open(agreed_to)
    ratna.inside("Sudah diserahkan")
    ratna.look("mediation_handed", ratna.page)
    ratna.reads_nothing_of("Hendra", "hendra@")
    assert _state(ratna, asked) == before


def _ask(ratna: Person, want: UUID, line: str) -> str:
    """Ratna asks the holder of a key that she sees; the page of what she proposed."""
    ratna.go("heard_want", want)
    ratna.finds("heard_want_travels", DOOR)
    ratna.follow("Pilih di antara pintu yang terbuka bagi Anda")
    ratna.arrives("mediate_among", "Kunci siapa yang menjawabnya?")
    ratna.page.get_by_role("link", name=line).click()
    ratna.arrives("mediate", "Tanyakan kepada %(name)s", name="Sari Wulandari")
    ratna.page.get_by_label(ratna.t("Kepada %(name)s: mengapa Anda mengusulkannya", name="Sari Wulandari")).fill(WHY)
    ratna.press("Tanyakan")
    ratna.sees("Usulan Anda disampaikan kepada pemegangnya. Yang mencari belum tahu apa-apa.")
    ratna.finds("mediation", ratna.t("%(asker)s dan %(holder)s", asker="Joko Susilo", holder="Sari Wulandari"))
    return ratna.page.url


def _state(ratna: Person, address: str) -> str:
    """All that the page of one proposal says."""
    ratna.open(address)
    return ratna.page.locator("main").inner_text()
