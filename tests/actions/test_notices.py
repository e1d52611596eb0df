"""Notices: a line on the reader's own page and a mail, said from what they may open, quiet when they want it so."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kunci.actions import accounts, closing, exchanges, mail, notices, reminders
from kunci.models.models import Account, Notice
from kunci.models.viewer import looking, member
from kunci.reveal import notices as seen
from kunci.reveal.notices import NoticeRow
from kunci.reveal.people import me
from tests.actions.conftest import Deliver
from tests.actions.steps import agreed, answers, asked_for, hands, link, tell, trusts
from tests.cast import ADDRESS, Cast

pytestmark = pytest.mark.django_db

HINT = "Kepala pengadaan, rumah sakit, Surabaya"


def list_of(cast: Cast, who: UUID) -> list[NoticeRow]:
    return list(seen.notices(who, cast.now).rows)


def kinds(cast: Cast, who: UUID) -> list[str]:
    return [row.kind for row in list_of(cast, who)]


def new(cast: Cast, who: UUID) -> bool:
    found = me(who, cast.now)
    return found is not None and found.news


def remind(cast: Cast, who: UUID) -> int:
    return reminders.remind(who, cast.now, ADDRESS)


def quiet(who: UUID, quiet_from: int | None, quiet_until: int | None) -> None:
    accounts.set_quiet(Account.objects.get(id=who), quiet_from, quiet_until)


def handed_over(cast: Cast) -> UUID:
    """Sari's key is Budi's now."""
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    return agreed(cast, cast.sari, request)


def test_who_is_asked_reads_by_whom_and_for_what_and_nobody_else_does(cast: Cast) -> None:
    assert not new(cast, cast.sari)
    asked_for(cast, cast.sari, cast.budi)
    (row,) = list_of(cast, cast.sari)
    assert (row.kind, row.person, row.hint_line, row.holder, row.seen) == ("asked", "Budi Santoso", HINT, True, False)
    assert new(cast, cast.sari)
    for other in (cast.budi, cast.ratna, cast.joko):
        assert (list_of(cast, other), new(cast, other)) == ([], False)


def test_the_contacts_answer_is_told_to_the_holder_and_the_handover_to_the_asker(cast: Cast) -> None:
    handed_over(cast)
    for who, kind, other, mine in (
        (cast.sari, "answered", "Budi Santoso", True),
        (cast.budi, "handed", "Sari Wulandari", False),
    ):
        row = next(one for one in list_of(cast, who) if one.kind == kind)
        assert (row.person, row.hint_line, row.holder) == (other, HINT, mine)
    assert "handed" not in kinds(cast, cast.sari)
    assert "answered" not in kinds(cast, cast.budi)


def test_that_both_have_told_is_said_to_whoever_told_first_and_not_before(cast: Cast, deliver: Deliver) -> None:
    handover = handed_over(cast)
    deliver()
    tell(cast, cast.budi, handover, "good")
    assert ("told" in kinds(cast, cast.sari), deliver()) == (False, [])
    cast.later(1)
    tell(cast, cast.sari, handover, "good")
    assert ("told" in kinds(cast, cast.budi), "told" in kinds(cast, cast.sari)) == (True, False)
    assert [sent.to for sent in deliver()] == [["budi@kunci.test"]]


def test_an_ask_that_goes_nowhere_is_said_to_nobody(cast: Cast, deliver: Deliver) -> None:
    key, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request, "never")
    cast.later(60)
    before = kinds(cast, cast.sari)
    deliver()
    trusts(cast, cast.sari, cast.budi)
    cast.ask(cast.budi, key)
    assert (kinds(cast, cast.sari), deliver()) == (before, [])


def test_what_was_agreed_and_not_handed_over_is_reminded_of_once(cast: Cast, deliver: Deliver) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    cast.decide(cast.sari, request)
    answers(cast, link(cast, cast.sari, request), "yes")
    deliver()
    assert sent_in(cast, deliver, 30, cast.sari) == [(3, DECIDE)]
    hands(cast, cast.sari, request)
    assert remind(cast, cast.sari) == 0


def test_after_half_a_year_each_is_asked_once_what_became_of_it(cast: Cast, deliver: Deliver) -> None:
    handover = handed_over(cast)
    for teller in (cast.sari, cast.budi):
        tell(cast, teller, handover, "good")
    cast.later(181)
    assert (remind(cast, cast.sari), remind(cast, cast.budi)) == (0, 0)
    cast.later(1)
    assert (remind(cast, cast.sari), remind(cast, cast.sari), remind(cast, cast.budi)) == (1, 0, 1)
    assert kinds(cast, cast.sari)[0] == "reminder_again"


def test_what_was_read_stays_and_is_new_no_more(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    (row,) = list_of(cast, cast.sari)
    assert notices.see(cast.act(cast.sari), row.id) == notices.path("asked", request)
    assert [one.seen for one in list_of(cast, cast.sari)] == [True]
    assert not new(cast, cast.sari)
    assert notices.see(cast.act(cast.sari), row.id) == notices.path("asked", request)


def test_all_are_read_at_once_but_not_what_came_meanwhile(cast: Cast) -> None:
    handed_over(cast)
    until = list_of(cast, cast.sari)[0].at
    cast.later(1)
    asked_for(cast, cast.sari, cast.ratna)
    notices.see_all(cast.act(cast.sari), until)
    newest, *others = list_of(cast, cast.sari)
    assert (newest.kind, newest.seen) == ("asked", False)
    assert all(row.seen for row in others)
    notices.see_all(cast.act(cast.sari), cast.now)
    assert not new(cast, cast.sari)
    assert new(cast, cast.budi), "everybody reads for themselves"


def test_somebody_elses_notice_and_none_are_the_same(cast: Cast) -> None:
    asked_for(cast, cast.sari, cast.budi)
    (row,) = list_of(cast, cast.sari)
    assert notices.see(cast.act(cast.budi), row.id) is None
    assert notices.see(cast.act(cast.budi), uuid4()) is None
    assert new(cast, cast.sari)


def test_what_its_reader_cannot_open_is_neither_shown_nor_counted(cast: Cast) -> None:
    """As if a notice had outlived what it is about: of one's own such a thing can be entered, in SQL."""
    handover = handed_over(cast)
    with looking(member(cast.joko), cast.now), connection.cursor() as cursor:
        for kind, subject in (("reminder_tell", handover), ("reminder_decide", uuid4())):
            cursor.execute("select clerk.notify(%s, %s, %s)", [cast.joko, kind, subject])
        assert list(Notice.objects.all()) == []
    assert (list_of(cast, cast.joko), new(cast, cast.joko)) == ([], False)


def test_a_notice_without_a_shared_step_reaches_nobody(cast: Cast) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    handover = uuid4()
    before = {who: kinds(cast, who) for who in (cast.sari, cast.budi, cast.ratna)}
    for writer, kind, to, subject in (
        (cast.ratna, "asked", cast.sari, request),  # not who asked
        (cast.budi, "asked", cast.ratna, request),  # not who was asked
        (cast.budi, "handed", cast.sari, request),  # not a handover
        (cast.budi, "reminder_decide", cast.sari, request),  # what waits on me only I am told of
        (cast.budi, "told", cast.sari, handover),
    ):
        with looking(member(writer), cast.now), connection.cursor() as cursor:
            cursor.execute("select clerk.notify(%s, %s, %s)", [to, kind, subject])
    assert {who: kinds(cast, who) for who in before} == before


@pytest.mark.parametrize("readers_wish", ["muted", "quiet", "no address", "unheard"])
def test_whoever_writes_a_notice_cannot_tell_what_becomes_of_it(
    cast: Cast, deliver: Deliver, readers_wish: str
) -> None:
    """The same statements, each with as many rows, and the answer is nothing."""
    key, request = asked_for(cast, cast.sari, cast.budi)
    deliver()

    def statements(request: UUID) -> list[str]:
        with looking(member(cast.budi), cast.now), CaptureQueriesContext(connection) as ran:
            notices.notify(cast.now, "asked", cast.sari, request, ADDRESS)
        return [one["sql"].split("(")[0] for one in ran.captured_queries]

    plain = statements(request)
    assert [sent.to for sent in deliver()] == [["sari@kunci.test"]]
    sari = Account.objects.get(id=cast.sari)
    if readers_wish == "muted":
        accounts.set_notices(sari, [])
    elif readers_wish == "quiet":
        quiet(cast.sari, 0, 23)
    elif readers_wish == "no address":
        Account.objects.filter(id=cast.sari).update(email="")
    else:
        exchanges.withdraw(cast.act(cast.budi), request)
        request = cast.ask(cast.budi, key)  # inside the pause
    assert statements(request) == plain
    assert deliver() == []


def test_a_muted_kind_still_stands_on_the_page(cast: Cast, deliver: Deliver) -> None:
    accounts.set_notices(Account.objects.get(id=cast.sari), [])
    asked_for(cast, cast.sari, cast.budi)
    assert deliver() == []
    assert kinds(cast, cast.sari) == ["asked"]


@pytest.mark.parametrize("muted", accounts.NOTICES)
def test_each_kind_is_muted_for_itself(cast: Cast, deliver: Deliver, muted: str) -> None:
    account = Account.objects.get(id=cast.sari)
    accounts.set_notices(account, [kind for kind in accounts.NOTICES if kind != muted])
    for kind in accounts.NOTICES:
        mail.notify(kind, account, cast.now, link=ADDRESS)
    assert len(deliver()) == len(accounts.NOTICES) - 1


def test_a_mail_in_quiet_hours_waits_until_they_end(cast: Cast, deliver: Deliver) -> None:
    quiet(cast.sari, 15, 18)  # it is 16.00 in Jakarta
    asked_for(cast, cast.sari, cast.budi)
    assert deliver() == []
    assert new(cast, cast.sari), "on the page it is at once"
    cast.later(2 / 24 - 1 / 86400)
    assert deliver() == []
    cast.later(1 / 86400)
    (sent,) = deliver()
    assert sent.to == ["sari@kunci.test"]


def test_what_waits_for_quiet_hours_to_end_holds_up_nothing_else(cast: Cast, deliver: Deliver) -> None:
    quiet(cast.sari, 15, 18)
    asked_for(cast, cast.sari, cast.budi)
    mail.post_sign_in("sari@kunci.test", "id", cast.now)
    _, request = asked_for(cast, cast.ratna, cast.joko)
    cast.decide(cast.ratna, request)
    readers = sorted(sent.to[0] for sent in deliver())  # of one moment, and so in no order
    assert readers == ["hendra@rs.example", "ratna@kunci.test", "sari@kunci.test"]


@pytest.mark.parametrize("hours", [(None, 7), (21, None), (24, 7), (-1, 7), (7, 7)])
def test_hours_that_are_none_silence_nothing(
    cast: Cast, deliver: Deliver, hours: tuple[int | None, int | None]
) -> None:
    quiet(cast.sari, *hours)
    asked_for(cast, cast.sari, cast.budi)
    assert len(deliver()) == 1


def sent_in(cast: Cast, deliver: Deliver, days: int, who: UUID) -> list[tuple[int, str]]:
    """What a round every six hours mails, by the day on which it did."""
    deliver()
    start: datetime = cast.now
    found = []
    for _ in range(days * 4):
        cast.later(0.25)
        for _ in range(2):
            remind(cast, who)
        found += [((cast.now - start) // timedelta(days=1), str(sent.subject)) for sent in deliver()]
    return found


DECIDE, TELL = "Sebuah permintaan masih menunggu Anda di Kunci", "Tinggal beberapa hari untuk bercerita di Kunci"


def test_an_ask_that_waits_is_said_after_a_week_and_before_it_ends(cast: Cast, deliver: Deliver) -> None:
    asked_for(cast, cast.sari, cast.budi)
    assert sent_in(cast, deliver, 30, cast.sari) == [(7, DECIDE), (18, DECIDE)]
    assert kinds(cast, cast.sari) == ["reminder_decide", "asked"]


@pytest.mark.parametrize("answer", ["yes", "not_now"])
def test_what_is_decided_waits_no_more(cast: Cast, deliver: Deliver, answer: str) -> None:
    _, request = asked_for(cast, cast.sari, cast.budi)
    assert sent_in(cast, deliver, 8, cast.sari) == [(7, DECIDE)]
    cast.decide(cast.sari, request, answer)
    assert sent_in(cast, deliver, 20, cast.sari) == []


def test_who_asked_is_reminded_of_nothing(cast: Cast, deliver: Deliver) -> None:
    asked_for(cast, cast.sari, cast.budi)
    assert sent_in(cast, deliver, 30, cast.budi) == []


def test_an_outcome_to_tell_is_said_three_days_before_the_end(cast: Cast, deliver: Deliver) -> None:
    handover = handed_over(cast)
    tell(cast, cast.budi, handover, "good")
    assert sent_in(cast, deliver, 10, cast.budi) == [], "who has told is not asked to"
    assert sent_in(cast, deliver, 10, cast.sari) == [(1, TELL)]


def test_a_round_that_comes_late_says_it_once(cast: Cast, deliver: Deliver) -> None:
    asked_for(cast, cast.sari, cast.budi)
    cast.later(19)
    deliver()
    assert (remind(cast, cast.sari), remind(cast, cast.sari)) == (1, 0)
    assert [sent.subject for sent in deliver()] == [DECIDE]
    cast.later(3)
    assert remind(cast, cast.sari) == 0, "the ask is over"


def test_a_reminder_that_was_read_is_new_when_it_is_said_again(cast: Cast) -> None:
    asked_for(cast, cast.sari, cast.budi)
    cast.later(7)
    remind(cast, cast.sari)
    notices.see_all(cast.act(cast.sari), cast.now)
    assert not new(cast, cast.sari)
    cast.later(11)
    remind(cast, cast.sari)
    assert new(cast, cast.sari)
    assert kinds(cast, cast.sari) == ["reminder_decide", "asked"], "one line for one ask"


def test_a_round_that_is_cut_off_leaves_nothing_half_said(
    cast: Cast, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(cast, cast.sari, cast.budi)
    asked_for(cast, cast.sari, cast.ratna)
    cast.later(7)
    deliver()
    before = mail.notify
    written: list[object] = []

    def cut_off(*args: object, **words: object) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(args)
        before(*args, **words)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(mail, "notify", cut_off)
    with pytest.raises(KeyboardInterrupt):
        remind(cast, cast.sari)
    monkeypatch.undo()
    assert deliver() == []
    assert kinds(cast, cast.sari) == ["asked", "asked"]
    assert remind(cast, cast.sari) == 2
    assert len(deliver()) == 2


def test_the_round_goes_over_everybody_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "_AT_ONCE", 2)
    assert sorted(reminders.everybody()) == sorted([cast.sari, cast.budi, cast.ratna, cast.joko])


def test_with_the_account_the_notices_go(cast: Cast) -> None:
    asked_for(cast, cast.sari, cast.budi)
    cast.later(7)
    closing.close_account(cast.act(cast.sari))
    assert remind(cast, cast.sari) == 0
    assert list_of(cast, cast.sari) == []
