"""Doors that somebody looks for: who hears of them, until when, and what is thanked for."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from kunci.actions import exchanges, heard_wants, imports, wants
from kunci.actions.closing import close_account
from kunci.actions.keyring import HintText
from kunci.actions.verb import Refused
from kunci.actions.wants import Hearers, WantText
from kunci.core.rungs import Rung
from kunci.core.vcard import read_vcards
from kunci.core.wants import MOST
from kunci.reveal import exchanges as seen_exchanges
from kunci.reveal import first_steps, keyring, notices
from kunci.reveal import heard_wants as heard
from kunci.reveal import wants as seen
from kunci.reveal.character import also_told
from kunci.reveal.wants import OwnWant
from tests.actions.conftest import Deliver
from tests.actions.steps import opened, refused, verbs
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

DOOR = "Manajer pembelian di rumah sakit, Surabaya"
TRUSTED = Hearers(Rung.TRUSTED)


def lets(cast: Cast, member: UUID, partner: UUID, rung: Rung = Rung.TRUSTED) -> None:
    """`member` has known `partner` for years, and lets them onto a rung."""
    cast.knows_for_years(member, partner)
    cast.grant(member, partner, rung)


def writes(
    cast: Cast, member: UUID, text: str = DOOR, hearers: Hearers = TRUSTED, days: int = 90, why: str = ""
) -> UUID:
    made = wants.write(cast.act(member), WantText(text, why), hearers, days, cast.now.date()).subject
    assert made is not None
    return made


def hears(cast: Cast, member: UUID) -> list[str]:
    return [row.text for row in heard.heard(member, cast.now).rows]


def offers(cast: Cast, member: UUID, want: UUID, key: UUID) -> UUID:
    made = heard_wants.offer(cast.act(member), want, key, "Saya kenal orangnya.", ADDRESS).subject
    assert made is not None
    return made


def one(cast: Cast, member: UUID, want: UUID) -> OwnWant:
    found = seen.want(member, cast.now, want)
    assert found is not None
    return found.want


def test_whoever_stands_on_the_rung_hears_of_it_until_they_do_not_any_more(cast: Cast) -> None:
    lets(cast, cast.sari, cast.budi)
    lets(cast, cast.sari, cast.ratna, Rung.KNOWN)
    want = writes(cast, cast.sari, why="Kami memasok linen.")
    (row,) = heard.heard(cast.budi, cast.now).rows
    assert (row.text, row.why, row.author.name) == (DOOR, "Kami memasok linen.", "Sari Wulandari")
    # Neither a partner below the rung, nor a stranger, nor its author among what others look for.
    assert [hears(cast, who) for who in (cast.ratna, cast.joko, cast.sari)] == [[], [], []]
    assert heard.heard_want(cast.ratna, cast.now, want) is None
    cast.lower(cast.sari, cast.budi)
    assert hears(cast, cast.budi) == []
    assert heard.heard_want(cast.budi, cast.now, want) is None
    # Whoever is let up later hears of it as well.
    cast.grant(cast.sari, cast.ratna, Rung.TRUSTED)
    assert hears(cast, cast.ratna) == [DOOR]


def test_it_ends_by_itself_with_its_days_or_with_the_trust_that_carries_it(cast: Cast) -> None:
    lets(cast, cast.budi, cast.sari)
    writes(cast, cast.budi, days=14)
    cast.later(13.999)
    assert hears(cast, cast.sari) == [DOOR]
    cast.later(0.001)
    assert hears(cast, cast.sari) == []
    (row,) = seen.wants(cast.budi, cast.now)
    assert row.over
    wants.extend(cast.act(cast.budi), row.id, 180)
    assert hears(cast, cast.sari) == [DOOR]
    with refused("want_days"):
        wants.extend(cast.act(cast.budi), row.id, 3650)


def test_partners_are_named_one_by_one_and_somebody_named_on_the_rung_hears_once(cast: Cast) -> None:
    lets(cast, cast.sari, cast.budi)
    lets(cast, cast.sari, cast.ratna, Rung.KNOWN)
    writes(cast, cast.sari, "Notaris, Bandung", Hearers(None, frozenset({cast.ratna})))
    assert [hears(cast, who) for who in (cast.ratna, cast.budi)] == [["Notaris, Bandung"], []]
    want = writes(cast, cast.sari, DOOR, Hearers(Rung.TRUSTED, frozenset({cast.budi, cast.ratna})))
    assert hears(cast, cast.budi) == [DOOR]
    assert set(hears(cast, cast.ratna)) == {DOOR, "Notaris, Bandung"}
    found = seen.want(cast.sari, cast.now, want)
    assert found is not None
    assert [[who.name for who in group] for group in (found.on_rung, found.named)] == [
        ["Budi Santoso"], ["Budi Santoso", "Ratna Dewi"],
    ]  # fmt: skip
    # Named somewhere lower than the rung, and not named any more.
    wants.change(cast.act(cast.sari), want, WantText(DOOR), TRUSTED, cast.now.date())
    assert hears(cast, cast.ratna) == ["Notaris, Bandung"]
    cast.lower(cast.sari, cast.ratna)
    assert hears(cast, cast.ratna) == []


def test_nobody_is_named_whom_the_author_does_not_let_onto_any_rung(cast: Cast) -> None:
    for who in (cast.budi, cast.joko, uuid4()):
        with refused("not_on_rung"):
            writes(cast, cast.sari, hearers=Hearers(None, frozenset({who})))
    with refused("want_hearers"):
        writes(cast, cast.sari, hearers=Hearers(None))
    assert seen.wants(cast.sari, cast.now) == ()


def test_other_words_reach_everybody_at_once_and_other_hearers_hear_instead(cast: Cast) -> None:
    for partner, rung in ((cast.budi, Rung.TRUSTED), (cast.ratna, Rung.KNOWN)):
        lets(cast, cast.sari, partner, rung)
    want = writes(cast, cast.sari, hearers=Hearers(Rung.KNOWN))
    assert [hears(cast, who) for who in (cast.budi, cast.ratna)] == [[DOOR], [DOOR]]
    said = WantText("Kepala gudang, Gresik", "Alasan lain.", date(2026, 12, 24), True)
    wants.change(cast.act(cast.sari), want, said, TRUSTED, cast.now.date())
    assert hears(cast, cast.ratna) == []
    (row,) = heard.heard(cast.budi, cast.now).rows
    assert (row.text, row.why, row.by_when, row.travels) == (said.text, said.why, said.by_when, True)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (WantText(""), "want_missing"),
        (WantText(" \n\u200b"), "want_missing"),
        (WantText("a"), "want_unclear"),
        (WantText("🗝️🚪🙏"), "want_unclear"),
        (WantText("a" * 10_000), "too_long"),
        (WantText("x" * 201), "too_long"),
        (WantText(DOOR, "y" * 501), "too_long"),
        (WantText(DOOR, by_when=date(2026, 11, 22)), "by_when"),
        (WantText(DOOR, by_when=date(2028, 1, 1)), "by_when"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused_in_words(cast: Cast, said: WantText, code: str) -> None:
    with refused(code):
        wants.write(cast.act(cast.sari), said, TRUSTED, 90, cast.now.date())


def test_any_language_and_any_markup_is_text(cast: Cast) -> None:
    lets(cast, cast.budi, cast.sari)
    texts = ["上海的采购经理", "<b>Direktur</b> & '; drop table want; --", "x" * 200]
    for text in texts:
        writes(cast, cast.budi, text)
    assert sorted(hears(cast, cast.sari)) == sorted(texts)


def test_a_near_copy_of_ones_own_is_refused_and_of_anothers_never_looked_at(cast: Cast) -> None:
    first = writes(cast, cast.sari)
    with pytest.raises(Refused) as caught:
        writes(cast, cast.sari, "Rumah sakit Surabaya, manajer pembelian")
    assert (caught.value.code, caught.value.data) == ("want_alike", {"want": first, "text": DOOR})
    other = writes(cast, cast.sari, "Rumah sakit Malang, manajer pembelian")
    writes(cast, cast.budi)
    with refused("want_alike"):
        wants.change(cast.act(cast.sari), other, WantText(DOOR), TRUSTED, cast.now.date())
    wants.change(cast.act(cast.sari), first, WantText(f"{DOOR}!"), TRUSTED, cast.now.date())
    wants.close(cast.act(cast.sari), first, frozenset(), "", ADDRESS)
    writes(cast, cast.sari)


def test_ten_are_open_at_a_time_however_they_came_to_be_so(cast: Cast) -> None:
    doors = [f"Pintu nomor {number}" for number in range(MOST)]
    first, *_ = [writes(cast, cast.sari, text, days=14 if text == doors[0] else 90) for text in doors]
    with refused("wants_enough"):
        writes(cast, cast.sari)
    cast.later(14)
    second = writes(cast, cast.sari)
    with refused("wants_enough"):
        wants.extend(cast.act(cast.sari), first, 30)
    wants.close(cast.act(cast.sari), second, frozenset(), "", ADDRESS)
    wants.extend(cast.act(cast.sari), first, 30)
    with refused("wants_enough"):
        wants.reopen(cast.act(cast.sari), second)


def test_closed_it_is_gone_for_everybody_else_and_can_be_opened_again_for_a_day(cast: Cast) -> None:
    lets(cast, cast.budi, cast.sari)
    want = writes(cast, cast.budi)
    wants.close(cast.act(cast.budi), want, frozenset(), "", ADDRESS)
    assert hears(cast, cast.sari) == []
    with refused("want_closed"):
        wants.extend(cast.act(cast.budi), want, 30)
    cast.later(0.99)
    wants.reopen(cast.act(cast.budi), want)
    assert hears(cast, cast.sari) == [DOOR]
    wants.close(cast.act(cast.budi), want, frozenset(), "", ADDRESS)
    cast.later(1)
    with refused("want_closed"):
        wants.reopen(cast.act(cast.budi), want)
    assert sorted(verb for verb in verbs(cast, cast.budi) if verb.startswith("want")) == [
        "want.close", "want.close", "want.reopen", "want.write",
    ]  # fmt: skip


def test_an_offer_for_it_opens_one_hint_to_its_author_and_goes_on_as_offers_do(cast: Cast, deliver: Deliver) -> None:
    lets(cast, cast.budi, cast.sari)
    want, key = writes(cast, cast.budi), cast.key(cast.sari)
    deliver()
    made = offers(cast, cast.sari, want, key)
    assert [mail.to for mail in deliver()] == [["budi@kunci.test"]]
    assert (opened(cast, cast.budi), opened(cast, cast.ratna)) == ([key], [])
    found = seen.want(cast.budi, cast.now, want)
    assert found is not None
    assert [(row.id, row.holder.name, row.sentence) for row in found.offers] == [
        (made, "Sari Wulandari", "Saya kenal orangnya.")
    ]
    mine = heard.heard_want(cast.sari, cast.now, want)
    assert mine is not None
    assert [row.hint_line for row in mine.offered] == ["Kepala pengadaan, rumah sakit, Surabaya"]
    exchanges.ask(cast.act(cast.budi), key, "Saya mau.", ADDRESS, offer=made)
    assert [row.offered for row in seen_exchanges.exchanges(cast.sari, cast.now).received] == [True]


def test_a_key_is_offered_once_for_a_want_and_another_time_for_another(cast: Cast) -> None:
    lets(cast, cast.budi, cast.sari)
    want, key = writes(cast, cast.budi), cast.key(cast.sari)
    offers(cast, cast.sari, want, key)
    cast.later(30)  # the offer has ended, and was not taken up
    with refused("offered_for_want"):
        offers(cast, cast.sari, want, key)
    offers(cast, cast.sari, writes(cast, cast.budi, "Kepala pengadaan, Gresik"), key)


def test_a_contact_becomes_a_key_with_its_offer_and_with_nothing_else(cast: Cast) -> None:
    lets(cast, cast.budi, cast.sari)
    want = writes(cast, cast.budi)
    cards = read_vcards(b"BEGIN:VCARD\nFN:Lia Kusuma\nTITLE:Manajer pembelian\nEND:VCARD\n").cards
    imports.import_cards(cast.act(cast.sari), cards, "kontak.vcf")
    (contact,) = keyring.keyring(cast.sari, cast.now).rows
    with refused("not_a_key"):
        offers(cast, cast.sari, want, contact.id)
    with refused("hint_missing"):
        heard_wants.offer(cast.act(cast.sari), want, contact.id, "Ini.", ADDRESS, HintText(""))
    assert not keyring.keyring(cast.sari, cast.now).rows[0].is_key
    heard_wants.offer(cast.act(cast.sari), want, contact.id, "Ini.", ADDRESS, HintText("Manajer pembelian"))
    assert keyring.keyring(cast.sari, cast.now).rows[0].hint_line == "Manajer pembelian"
    assert opened(cast, cast.budi) == [contact.id]


def test_nothing_is_offered_for_a_want_one_does_not_hear_with_a_key_that_is_not_ones_own(cast: Cast) -> None:
    lets(cast, cast.budi, cast.sari)
    want, key, theirs = writes(cast, cast.budi), cast.key(cast.sari), cast.key(cast.ratna)
    for who, what, which in (
        (cast.sari, theirs, want), (cast.sari, uuid4(), want), (cast.sari, key, uuid4()),
        (cast.ratna, theirs, want), (cast.budi, cast.key(cast.budi), want),
    ):  # fmt: skip
        with refused("gone"):
            offers(cast, who, which, what)
    wants.close(cast.act(cast.budi), want, frozenset(), "", ADDRESS)
    with refused("gone"):
        offers(cast, cast.sari, want, key)


def test_what_a_reader_puts_away_is_theirs_and_comes_back_when_they_like(cast: Cast) -> None:
    lets(cast, cast.budi, cast.sari)
    want, key = writes(cast, cast.budi), cast.key(cast.sari)
    before = seen.want(cast.budi, cast.now, want)
    heard_wants.put_aside(cast.act(cast.sari), want)
    heard_wants.no_match(cast.act(cast.sari), want, key)
    assert hears(cast, cast.sari) == []
    assert [row.aside for row in heard.heard(cast.sari, cast.now, show="aside").rows] == [True]
    assert [row.fits_not for row in heard.choices(cast.sari, cast.now, want, "pengadaan").rows] == [True]
    heard_wants.bring_back(cast.act(cast.sari), want)
    heard_wants.mute(cast.act(cast.sari), cast.budi)
    assert hears(cast, cast.sari) == []
    assert [row.muted for row in heard.heard(cast.sari, cast.now, show="aside").rows] == [True]
    assert [row.muted for row in heard.heard(cast.sari, cast.now, partner=cast.budi).rows] == [True]
    heard_wants.unmute(cast.act(cast.sari), cast.budi)
    assert hears(cast, cast.sari) == [DOOR]
    assert seen.want(cast.budi, cast.now, want) == before
    for step in (heard_wants.put_aside, heard_wants.bring_back):
        with refused("gone"):
            step(cast.act(cast.ratna), want)
    with refused("gone"):
        heard_wants.mute(cast.act(cast.sari), cast.joko)


def test_wants_are_told_apart_by_who_looks_and_how_far_they_are_trusted_and_cut_into_pages(cast: Cast) -> None:
    for author in (cast.budi, cast.ratna):
        lets(cast, author, cast.sari)
    lets(cast, cast.sari, cast.ratna)
    for number in range(3):
        writes(cast, cast.budi, f"Pintu nomor {number}")
        cast.later(0.1)
    writes(cast, cast.ratna, "Notaris, Bandung")
    page = heard.heard(cast.sari, cast.now, size=3)
    assert [row.text for row in page.rows] == ["Notaris, Bandung", "Pintu nomor 2", "Pintu nomor 1"]
    assert [row.text for row in heard.heard(cast.sari, cast.now, page.older, size=3).rows] == ["Pintu nomor 0"]
    assert [row.text for row in heard.heard(cast.sari, cast.now, rung=Rung.TRUSTED).rows] == ["Notaris, Bandung"]
    assert len(heard.heard(cast.sari, cast.now, partner=cast.budi).rows) == 3
    others = first_steps.heard(cast.sari, cast.now, heard.passes(cast.sari, cast.now))
    assert [(one.person.name, one.rung) for one in others.who] == [
        ("Budi Santoso", 0), ("Ratna Dewi", 2),
    ]  # fmt: skip


def test_thanks_reach_whoever_offered_or_may_hear_and_nobody_else(cast: Cast, deliver: Deliver) -> None:
    for partner in (cast.sari, cast.joko):
        cast.knows_for_years(cast.ratna, partner)
        cast.grant(cast.ratna, partner, Rung.TRUSTED)
    want = writes(cast, cast.ratna)
    offers(cast, cast.sari, want, cast.key(cast.sari))
    cast.lower(cast.ratna, cast.sari)  # who offered may be thanked all the same
    deliver()
    with refused("not_a_helper"):
        wants.close(cast.act(cast.ratna), want, frozenset({cast.budi}), "", ADDRESS)
    with refused("too_long"):
        wants.close(cast.act(cast.ratna), want, frozenset({cast.sari}), "x" * 501, ADDRESS)
    wants.close(cast.act(cast.ratna), want, frozenset({cast.sari, cast.joko}), "Terima kasih!", ADDRESS)
    assert sorted(mail.to[0] for mail in deliver()) == ["joko@kunci.test", "sari@kunci.test"]
    (line,) = [row for row in notices.notices(cast.sari, cast.now).rows if row.kind == "thanked"]
    assert (line.person, line.hint_line) == ("Ratna Dewi", DOOR)
    found = seen.want(cast.ratna, cast.now, want)
    assert found is not None
    assert sorted(row.other.name for row in found.thanked) == ["Joko Susilo", "Sari Wulandari"]
    ids = {row.other.id: row.id for row in found.thanked}
    had = seen.thanks(cast.sari, cast.now, ids[cast.sari])
    assert had is not None
    assert (had.other.name, had.text, had.words) == ("Ratna Dewi", DOOR, "Terima kasih!")
    assert seen.thanks(cast.sari, cast.now, ids[cast.joko]) is None
    # Opened and closed again, nobody is thanked twice.
    wants.reopen(cast.act(cast.ratna), want)
    wants.close(cast.act(cast.ratna), want, frozenset({cast.sari}), "Lagi", ADDRESS)
    assert deliver() == []


def test_nobody_is_told_of_a_new_want(cast: Cast, deliver: Deliver) -> None:
    lets(cast, cast.budi, cast.sari)
    deliver()
    writes(cast, cast.budi)
    assert deliver() == []
    assert [row.kind for row in notices.notices(cast.sari, cast.now).rows] == []


def test_a_closed_account_takes_its_wants_and_thanks_along(cast: Cast) -> None:
    for one_of, other in ((cast.budi, cast.sari), (cast.sari, cast.budi)):
        lets(cast, one_of, other)
    want = writes(cast, cast.budi)
    offers(cast, cast.sari, want, cast.key(cast.sari))
    wants.close(cast.act(cast.budi), want, frozenset({cast.sari}), "Terima kasih!", ADDRESS)
    wants.reopen(cast.act(cast.budi), want)
    mine = writes(cast, cast.sari)
    heard_wants.put_aside(cast.act(cast.budi), mine)
    close_account(cast.act(cast.budi))
    cast.later(0.01)
    assert hears(cast, cast.sari) == []
    assert [row for row in notices.notices(cast.sari, cast.now).rows if row.kind == "thanked"] == []
    found = seen.want(cast.sari, cast.now, mine)
    assert found is not None
    assert (found.on_rung, found.helpers) == ((), ())


def test_a_higher_rung_says_which_wants_it_lets_somebody_hear(cast: Cast) -> None:
    writes(cast, cast.sari, "Semua boleh dengar", Hearers(Rung.KNOWN))
    writes(cast, cast.sari)
    assert also_told(cast.sari, cast.now, Rung.KNOWN).wants == ("Semua boleh dengar",)
    assert set(also_told(cast.sari, cast.now, Rung.TRUSTED).wants) == {"Semua boleh dengar", DOOR}
