"""Promises, whom one is reminded of, and the mail of the week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kunci.actions import accounts, offers, promises, rhythm, ties, wants, weekly
from kunci.actions.verb import Refused
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.reveal import partners
from kunci.reveal.rhythm import promises_with
from kunci.reveal.today import Today, today
from tests.actions.conftest import Deliver
from tests.actions.steps import refused, verbs
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db


def promised(cast: Cast, words: str = "Mengirim contoh", days: int = 3, *, mine: bool = True) -> UUID:
    day = cast.now.date()
    due = day + timedelta(days=days)
    done = promises.make(cast.act(cast.sari), cast.budi, words, due, day, mine=mine)
    return UUID(str(done.detail["promise"]))


def seen(cast: Cast, days: int = 0) -> Today:
    return today(cast.sari, cast.now + timedelta(days=days), timedelta(days=45))


def greeted(cast: Cast, days: int = 0) -> list[tuple[str, str]]:
    return [(one.partner.name.split()[0], one.why) for one in seen(cast, days).greet]


def kinds(cast: Cast) -> list[str]:
    found = partners.relation(cast.sari, cast.now, cast.budi)
    assert found is not None
    return [row.kind for row in found.evidence if row.counts]


def test_a_promise_comes_up_a_week_before_its_day_mine_first(cast: Cast) -> None:
    promised(cast, "Ia mengirim contoh", 3, mine=False)
    promised(cast, "Saya menelepon", 5)
    promised(cast, "Lain kali", 30)
    assert [one.words for one in seen(cast).promises] == ["Saya menelepon", "Ia mengirim contoh"]
    assert [one.words for one in seen(cast, 23).promises] == ["Saya menelepon", "Lain kali", "Ia mengirim contoh"]
    assert today(cast.budi, cast.now).promises == ()


def test_what_the_other_kept_or_broke_is_evidence_what_i_kept_is_not(cast: Cast) -> None:
    theirs, mine = promised(cast, mine=False), promised(cast)
    promises.end(cast.act(cast.sari), theirs, "kept", cast.now.date())
    promises.end(cast.act(cast.sari), mine, "kept", cast.now.date())
    assert kinds(cast) == [Kind.PROMISE_KEPT]
    assert seen(cast).promises == ()
    with refused("promise_ended"):
        promises.end(cast.act(cast.sari), mine, "broken", cast.now.date())
    promises.reopen(cast.act(cast.sari), theirs, cast.now.date())
    assert kinds(cast) == []
    promises.end(cast.act(cast.sari), theirs, "broken", cast.now.date())
    assert kinds(cast) == [Kind.PROMISE_BROKEN]
    ended = {(row.mine, row.ended, row.can_reopen) for row in promises_with(cast.sari, cast.now, cast.budi)}
    assert ended == {(True, "kept", True), (False, "broken", True)}
    cast.now += timedelta(days=2)
    with refused("too_late_to_take_back"):
        promises.reopen(cast.act(cast.sari), theirs, cast.now.date())
    said = sorted(verb for verb in verbs(cast, cast.sari) if verb.startswith("promise"))
    assert said == ["promise.end"] * 3 + ["promise.make"] * 2 + ["promise.reopen"]


@pytest.mark.parametrize(
    ("words", "days", "code"), [(" ", 1, "promise_missing"), ("x" * 201, 1, "too_long"), ("Ya", -1, "by_when")]
)
def test_a_promise_needs_words_and_a_day_to_come(cast: Cast, words: str, days: int, code: str) -> None:
    with refused(code):
        promised(cast, words, days)


def test_only_with_a_partner_and_only_by_whoever_noted_it(cast: Cast) -> None:
    day, promise = cast.now.date(), promised(cast, mine=False)
    with refused("gone"):
        promises.make(cast.act(cast.sari), cast.joko, "Mampir", day, day, mine=True)
    for member in (cast.budi, cast.joko):
        with refused("gone"):
            promises.end(cast.act(member), promise, "kept", day)
        with refused("gone"):
            promises.reopen(cast.act(member), promise, day)
    with refused("gone"):
        rhythm.put_off(cast.act(cast.sari), cast.joko)
    with refused("gone"):
        rhythm.put_back(cast.act(cast.sari), cast.budi)


def test_a_partner_whose_rung_ends_comes_up_until_there_is_a_contact(cast: Cast) -> None:
    cast.met(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.KNOWN, set())
    until = next(one for one in partners.partners(cast.sari, cast.now) if one.id == cast.budi).until
    assert until is not None
    comes = max((until - timedelta(days=45) - cast.now).days, 14) + 1
    assert greeted(cast, comes - 2) == []
    assert greeted(cast, comes) == [("Budi", "cooling")]
    cast.now += timedelta(days=comes)
    rhythm.put_off(cast.act(cast.sari), cast.budi)
    assert greeted(cast) == []
    rhythm.put_back(cast.act(cast.sari), cast.budi)
    assert greeted(cast) == [("Budi", "cooling")]
    note = ties.add_evidence(cast.act(cast.sari), cast.budi, Kind.CALL, cast.now.date(), cast.now.date(), "")
    assert greeted(cast) == []
    ties.take_back(cast.act(cast.sari), cast.budi, UUID(str(note.detail["evidence"])), cast.now.date())
    assert greeted(cast) == [("Budi", "cooling")], "what was taken back is no contact"
    assert greeted(cast, 42) == [], "after three times nobody is nagged"


def test_then_those_with_keys_set_aside_come_up(cast: Cast) -> None:
    key = cast.key(cast.sari, "Notaris, Bandung", "Pak Dedi")
    offers.set_ready(cast.act(cast.sari), cast.budi, frozenset({key}), frozenset({key}))
    (one,) = seen(cast, 1).greet
    assert (one.why, one.keys, one.met) == ("aside", 1, None)
    cast.met(cast.sari, cast.budi)
    assert greeted(cast, 1) == []
    assert greeted(cast, 31) == [("Budi", "aside")]


def test_wants_that_a_key_of_mine_may_answer_come_first(cast: Cast) -> None:
    cast.knows_for_years(cast.budi, cast.sari)
    cast.grant(cast.budi, cast.sari, Rung.TRUSTED)
    key = cast.key(cast.sari, "Notaris, Bandung", "Pak Dedi")
    for text in ("Notaris di Bandung", "Pemilik kapal, Ternate"):
        wants.write(cast.act(cast.budi), WantText(text), Hearers(Rung.TRUSTED), 90, cast.now.date())
        cast.now += timedelta(minutes=1)
    first, second = seen(cast).wants
    assert (first.text, first.key, first.line) == ("Notaris di Bandung", key, "Notaris, Bandung")
    assert (second.text, second.key) == ("Pemilik kapal, Ternate", None)


MONDAY = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)  # half past seven in the morning in Jakarta


def test_the_mail_of_the_week_says_it_once_on_monday_morning(cast: Cast, deliver: Deliver) -> None:
    deliver()
    Account.objects.filter(id=cast.sari).update(weekly_on=date(2026, 11, 16))
    cast.now = MONDAY - timedelta(days=1)
    promised(cast, "Mengirim contoh\r\nBcc: semua@jahat.example", 3)
    promised(cast, "Menjemput barang", 30)
    accounts.set_quiet(Account.objects.get(id=cast.sari), 21, 7)
    assert not weekly.send(cast.sari, MONDAY - timedelta(hours=1), ADDRESS), "it is half past six"
    assert weekly.send(cast.sari, MONDAY, ADDRESS)
    assert not weekly.send(cast.sari, MONDAY + timedelta(days=2), ADDRESS)
    assert not weekly.send(cast.sari, MONDAY + timedelta(days=7), ADDRESS), "not again within two weeks"
    (mail,) = deliver()
    assert mail.subject == "Minggu ini di Kunci"
    assert "- 2 Desember, Anda kepada Budi" in mail.body
    assert "Mengirim contoh Bcc: semua@jahat.example" in mail.body
    assert "Menjemput" not in mail.body
    assert f"{ADDRESS}/hari-ini/" in mail.body


@pytest.mark.parametrize("why", ["nothing", "muted", "hidden", "new", "no_address", "closed"])
def test_there_is_no_mail_of_the_week(cast: Cast, deliver: Deliver, why: str) -> None:
    deliver()
    account = Account.objects.get(id=cast.sari)
    Account.objects.filter(id=cast.sari).update(weekly_on=None if why == "new" else date(2026, 11, 16))
    account.refresh_from_db()
    cast.now = MONDAY - timedelta(days=1)
    if why != "nothing":
        promised(cast)
    if why == "muted":
        accounts.set_notices(account, accounts.NOTICES)
    if why == "hidden":
        accounts.set_shown(account, [one for one in accounts.SHOWN if one != "promises"])
    if why == "no_address":
        Account.objects.filter(id=cast.sari).update(email="")
    if why == "closed":
        Account.objects.filter(id=cast.sari).update(is_active=False)
    assert not weekly.send(cast.sari, MONDAY, ADDRESS)
    assert deliver() == []
    if why == "new":
        assert weekly.send(cast.sari, MONDAY + timedelta(days=14), ADDRESS), "the next one comes"


def test_others_are_numbers_in_it(cast: Cast, deliver: Deliver) -> None:
    cast.now = MONDAY - timedelta(days=1)
    key = cast.key(cast.budi, "Direktur rahasia, Bandung", "Pak Dedi")
    offers.offer(cast.act(cast.budi), key, cast.sari, "kata rahasia", ADDRESS)
    deliver()
    Account.objects.filter(id=cast.sari).update(weekly_on=date(2026, 11, 16), language="en")
    assert weekly.send(cast.sari, MONDAY, ADDRESS)
    (mail,) = deliver()
    assert "1 other thing from partners is waiting for you." in mail.body
    assert "rahasia" not in mail.body
    assert "Budi" not in mail.body


def test_a_word_that_was_refused_leaves_nothing(cast: Cast) -> None:
    promise = promised(cast)
    with pytest.raises(Refused):
        promises.end(cast.act(cast.sari), promise, "eaten", cast.now.date())
    assert len(seen(cast).promises) == 1


def test_what_waits_is_mailed_once_in_two_weeks_and_a_late_mail_changes_nothing(cast: Cast, deliver: Deliver) -> None:
    """The first goes on Wednesday, for the installation was off; the next are on their Mondays."""
    cast.now = MONDAY - timedelta(days=1)
    key = cast.key(cast.budi, "Direktur, Bandung", "Pak Dedi")
    offers.offer(cast.act(cast.budi), key, cast.sari, "Mau?", ADDRESS)
    promised(cast)
    deliver()
    Account.objects.filter(id=cast.sari).update(weekly_on=date(2026, 11, 16))
    sent = [weekly.send(cast.sari, MONDAY + timedelta(days=day), ADDRESS) for day in (2, 7, 14, 21)]
    assert sent == [True, False, True, False]
    first, second = deliver()
    assert "1 hal lain dari rekan menunggu Anda." in first.body
    assert "1 hal lain dari rekan menunggu Anda." in second.body
