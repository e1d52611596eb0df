"""A mentor, by thumb and without scripts: asked, a draft read before it goes, and let go, with what was learnt."""

from __future__ import annotations

from uuid import UUID

from kunci.actions import invitations
from kunci.models.viewer import Principal
from tests.actions.steps import practised, trusts
from tests.browser import audit
from tests.browser.conftest import NewMember
from tests.browser.person import DESKTOP, WITHOUT_SCRIPTS, Person
from tests.cast import Cast
from tests.secrecy.viewers import subject

HINT = "Kepala gudang pendingin, Gresik"
ROUGH, BETTER = "Boleh kami berkenalan?", "Kami memasok palet untuk gudang pendingin."
SAID, FAREWELL = "Sebut satu hal yang Anda pasok.", "Anda sudah bisa bertanya sendiri."


def test_a_mentor_reads_drafts_and_lets_go(signed_in: NewMember, cast: Cast) -> None:
    joko, ratna, sari = (signed_in(DESKTOP, "id", who) for who in (cast.joko, cast.ratna, cast.sari))
    _walk(joko, ratna, sari, cast)


def test_all_of_it_works_on_a_narrow_phone_without_scripts(signed_in: NewMember, cast: Cast) -> None:
    """Axe needs scripts, the width of a page does not."""
    joko, ratna, sari = (signed_in(WITHOUT_SCRIPTS, "en", who) for who in (cast.joko, cast.ratna, cast.sari))
    joko.look = ratna.look = sari.look = audit.fits
    _walk(joko, ratna, sari, cast)


def _walk(joko: Person, ratna: Person, sari: Person, cast: Cast) -> None:
    practised(cast, cast.sari, cast.ratna)
    link = Principal("i", subject(invitations.invite(cast.act(cast.sari), "", "")))
    invitations.accept(link, cast.joko, "Joko Susilo", cast.now)
    cast.lower(cast.sari, cast.ratna)
    key = cast.key(cast.sari, HINT)
    trusts(cast, cast.sari, cast.joko)

    joko.go("mentors")
    joko.arrives("mentors_empty", "Pembimbing")
    joko.go("mentor_new", cast.ratna)
    joko.arrives("mentor_new", "Minta %(name)s mendampingi Anda", name="Ratna Dewi")
    joko.page.get_by_label(joko.t("Satu kalimat untuk %(name)s", name="Ratna Dewi")).fill("Boleh saya belajar?")
    joko.press("Minta")
    joko.sees("Tersampaikan. Diam dan tidak akan tampak sama bagi Anda.")
    joko.look("mentor_waits", joko.page)
    ratna.go("today")
    ratna.reads(ratna.t("%(name)s meminta Anda menjadi pembimbingnya", name="Joko Susilo"))
    ratna.look("today_mentor", ratna.page)
    ratna.follow("Pertimbangkan")
    ratna.look("mentor_asked", ratna.page)
    ratna.press("Ya, saya bersedia")
    ratna.sees("Disepakati. Siapa yang berurusan dengan yang didampingi bisa melihat siapa pembimbingnya.")

    # A draft: Ratna reads the words, and nothing of whose door it is.
    joko.go("door", key)
    joko.fill("Dalam satu kalimat: mengapa Anda ingin bertemu?", ROUGH)
    joko.look("door_mentored", joko.page)
    joko.press("Tunjukkan dulu pada pembimbing")
    joko.sees("Pembimbing Anda bisa membacanya sekarang. Belum ada yang dikirim kepada pemegangnya.")
    joko.look("draft", joko.page)
    ratna.go("today")
    ratna.follow("Baca dan beri catatan")
    ratna.arrives("draft_read", "Rancangan %(name)s", name="Joko Susilo")
    ratna.reads(ROUGH)
    ratna.reads_nothing_of(HINT, "Sari")
    ratna.page.get_by_label(ratna.t("Catatan untuk %(name)s", name="Joko Susilo")).fill(SAID)
    ratna.press("Sampaikan")
    ratna.sees("Tersampaikan. Hanya Anda berdua yang membacanya.")
    joko.go("today")
    joko.look("today_noted", joko.page)
    joko.follow("Lihat")
    joko.reads(SAID)
    joko.look("draft_noted", joko.page)
    joko.fill("Dalam satu kalimat: mengapa Anda ingin bertemu?", BETTER)
    joko.press("Kirim permintaan")
    joko.finds("ask", HINT)

    sari.go("today")
    sari.follow("Pertimbangkan")
    sari.reads(BETTER)
    accompanied = sari.t("Didampingi %(name)s.", name="Ratna Dewi")
    sari.reads(accompanied)
    sari.reads_nothing_of(SAID)
    sari.look("decide_accompanied", sari.page)
    decide = sari.page.url

    cast.later(1)
    # She lets go; both read what was learnt, and Sari no more of it than that he is by himself.
    ratna.go("mentors")
    ratna.look("mentors", ratna.page)
    ratna.follow("Joko Susilo")
    ratna.look("mentor_runs", ratna.page)
    ratna.page.get_by_label(ratna.t("Kata penutup")).fill(FAREWELL)
    ratna.press("Lepas")
    ratna.sees("Pendampingan ini berakhir. Yang dipelajari bisa Anda berdua baca di sini.")
    ratna.look("mentor_over", ratna.page)
    id = UUID(ratna.page.url.split("/")[-2])
    joko.go("mentor", id)
    joko.reads(FAREWELL)
    joko.inside("Yang dipelajari")
    joko.look("mentor_learnt", joko.page)
    sari.open(decide)
    sari.reads(BETTER)
    sari.reads_nothing_of(accompanied)
