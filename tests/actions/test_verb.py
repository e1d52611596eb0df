"""Every action is one transaction, one journal entry, once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from kunci.actions import accounts, exchanges, handovers, imports, invitations, keyring, mail, ties
from kunci.actions.handovers import Told
from kunci.actions.keyring import USUAL, HintText, PersonText
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.models import Journal
from kunci.reveal import exchanges as seen
from kunci.reveal.door import as_seen_by
from kunci.reveal.journal import journal
from kunci.reveal.keyring import keyring as keys_of
from tests.actions.conftest import Deliver, Postbox
from tests.actions.steps import (
    asked_for,
    face,
    hand_over,
    mine,
    refused,
    relation,
    tell,
    trusts,
    verbs,
)
from tests.cast import ADDRESS, Cast

T = TypeVar("T")
RETRIES = 20
HINT, PERSON = HintText("Notaris, Bandung"), PersonText("Lia Kusuma", emails=("lia@notaris.example",))


def add(act: Act) -> Done:
    return keyring.add_key(act, HINT, PERSON, USUAL, "")


@pytest.mark.django_db
def test_every_action_leaves_one_entry_in_the_journal_of_who_acted(cast: Cast) -> None:
    key = cast.key(cast.sari)
    today = cast.now.date()
    steps: list[tuple[str, Callable[[Act], Done]]] = [
        ("profile.set", lambda act: accounts.set_profile(act, "Sari W.", "Notaris", "Surabaya")),
        ("invitation.make", lambda act: invitations.invite(act, "Dewa", "")),
        ("contacts.import", lambda act: imports.import_cards(act, [], "kontak.vcf")),
        ("key.make", lambda act: keyring.make_keys(act, [(key, HINT)])),
        ("key.add", add),
        ("key.edit", lambda act: keyring.edit_key(act, key, HINT, PERSON, USUAL, "")),
        ("evidence.prior", lambda act: ties.add_prior(act, cast.budi, date(2018, 1, 1), Often.WEEKLY, today, "")),
        ("evidence.add", lambda act: ties.add_evidence(act, cast.budi, Kind.MET, today, today, "")),
        ("rung.grant", lambda act: ties.grant(act, cast.budi, Rung.TRUSTED, set(), None, today, "")),
        ("key.open", lambda act: keyring.open_key(act, key, FaceKind.HINT, [cast.budi])),
        ("rung.lower", lambda act: ties.lower(act, cast.budi, Rung.KNOWN)),
        ("key.close", lambda act: keyring.close_key(act, key)),
        ("key.drop", lambda act: keyring.drop_key(act, key)),
    ]
    for name, step in steps:
        before, others = verbs(cast, cast.sari), verbs(cast, cast.budi)
        cast.later(1 / 24)
        step(cast.act(cast.sari))
        assert verbs(cast, cast.sari) == [name, *before]
        assert verbs(cast, cast.budi) == others


@pytest.mark.django_db
def test_the_steps_of_an_exchange_are_each_in_the_journal_of_who_took_them(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    before, others = verbs(cast, cast.sari), verbs(cast, cast.budi)
    cast.later(1)
    handover = hand_over(cast, cast.sari, cast.budi, key)
    cast.later(1)
    tell(cast, cast.budi, handover, "good")
    assert sorted(verbs(cast, cast.sari)) == sorted([*before, "decide", "consent.answered", "hand_over"])
    assert sorted(verbs(cast, cast.budi)) == sorted([*others, "ask", "tell"])


@pytest.mark.django_db
def test_the_same_form_sent_again_acts_once_and_answers_the_same(cast: Cast) -> None:
    act = cast.act(cast.sari)
    first = add(act)
    assert add(replace(act, now=act.now + timedelta(minutes=5))) == first
    assert [row.id for row in keys_of(cast.sari, cast.now).rows] == [first.subject]
    assert verbs(cast, cast.sari).count("key.add") == 1


@pytest.mark.django_db
def test_what_a_retry_answers_is_what_the_first_try_answered_in_every_detail(cast: Cast) -> None:
    act, today = cast.act(cast.sari), cast.now.date()
    first = ties.add_prior(act, cast.budi, date(2018, 1, 1), Often.WEEKLY, today, "")
    assert first.detail["moved"]
    assert ties.add_prior(act, cast.budi, date(2018, 1, 1), Often.WEEKLY, today, "") == first
    assert len(relation(cast, cast.sari, cast.budi).evidence) == 1


@pytest.mark.django_db
def test_a_retry_after_midnight_is_still_the_same_action(cast: Cast) -> None:
    act, today = cast.act(cast.sari), cast.now.date()
    first = ties.add_evidence(act, cast.budi, Kind.MET, today, today, "")
    assert ties.add_evidence(act, cast.budi, Kind.MET, today, today + timedelta(days=1), "") == first
    assert len(relation(cast, cast.sari, cast.budi).evidence) == 1


@pytest.mark.django_db
def test_ticks_in_another_order_are_the_same_ticks(cast: Cast) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    act, today = cast.act(cast.sari), cast.now.date()
    ticks = [UUID(int=8 * number) for number in range(5)]  # hash alike, so that a set keeps them as they came
    one, other = set(ticks), set[UUID]()
    other.update(reversed(ticks))
    assert repr(one) != repr(other)
    for ticked in (one, other):
        ties.grant(act, cast.budi, Rung.TRUSTED, ticked, None, today, "")
    assert verbs(cast, cast.sari).count("rung.grant") == 1


@pytest.mark.django_db
def test_the_same_form_with_other_words_is_another_action(cast: Cast) -> None:
    act = cast.act(cast.sari)
    first = add(act)
    second = keyring.add_key(act, HintText("Dokter, Solo"), PERSON, USUAL, "")
    assert {row.id for row in keys_of(cast.sari, cast.now).rows} == {first.subject, second.subject}


@pytest.mark.django_db
def test_two_members_with_the_same_idempotency_key_both_act(cast: Cast) -> None:
    once = uuid4()
    first, second = add(Act(cast.sari, cast.now, once)), add(Act(cast.budi, cast.now, once))
    assert first.subject != second.subject
    assert mine(cast, cast.budi, UUID(str(second.subject))).name == "Lia Kusuma"


@pytest.mark.django_db
def test_a_refused_action_leaves_nothing_behind(cast: Cast, deliver: Deliver) -> None:
    deliver()
    before = verbs(cast, cast.sari), verbs(cast, cast.budi)
    act, today = cast.act(cast.sari), cast.now.date()
    with refused("falls_short"):  # the prior acquaintance was already written when this is found out
        ties.grant(act, cast.budi, Rung.UNHESITATING, set(), (date(2018, 1, 1), Often.WEEKLY), today, "sejak kuliah")
    with refused("gone"):
        cast.ask(cast.budi, cast.key(cast.ratna))
    assert relation(cast, cast.sari, cast.budi).evidence == ()
    assert (verbs(cast, cast.sari), verbs(cast, cast.budi)) == before
    assert deliver() == []


@pytest.mark.django_db
def test_a_form_that_was_refused_can_be_put_right_and_sent_again(cast: Cast) -> None:
    act = cast.act(cast.sari)
    with refused("hint_missing"):
        keyring.add_key(act, HintText(" "), PERSON, USUAL, "")
    assert mine(cast, cast.sari, UUID(str(add(act).subject))).hint_line == "Notaris, Bandung"


@pytest.mark.django_db
def test_an_action_that_breaks_half_way_leaves_nothing_behind(
    cast: Cast, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    act = cast.act(cast.budi)

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(mail, "post", broken)
        with pytest.raises(OSError, match="disk"):
            exchanges.ask(act, key, "Kami memasok linen.", ADDRESS)
    assert seen.exchanges(cast.budi, cast.now).asked == ()
    assert "ask" not in verbs(cast, cast.budi)
    exchanges.ask(act, key, "Kami memasok linen.", ADDRESS)
    assert len(deliver()) == 1


@pytest.mark.django_db
def test_the_journal_cannot_be_changed_nor_shortened_not_even_by_its_owner(cast: Cast) -> None:
    cast.key(cast.sari)
    before = journal(cast.sari, cast.now)
    with as_seen_by(cast.sari, cast.now):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Journal.objects.filter(member_id=cast.sari).update(verb="nothing")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Journal.objects.filter(member_id=cast.sari).delete()
    assert journal(cast.sari, cast.now) == before


@pytest.mark.django_db
def test_a_journal_is_its_members_own(cast: Cast) -> None:
    cast.key(cast.sari)
    assert "key.add" not in verbs(cast, cast.budi)
    assert verbs(cast, uuid4()) == []


def test_twenty_retries_at_once_act_once_and_all_answer_the_same(committed: Cast) -> None:
    act = committed.act(committed.sari)
    done = at_once([partial(add, act)] * RETRIES)
    assert len({one.subject for one in done if isinstance(one, Done)}) == 1
    assert len(done) == RETRIES
    assert len(keys_of(committed.sari, committed.now).rows) == 1
    assert verbs(committed, committed.sari).count("key.add") == 1


def test_twenty_retries_of_an_ask_send_one_mail(committed: Cast) -> None:
    key = committed.key(committed.sari)
    trusts(committed, committed.sari, committed.budi)
    act = committed.act(committed.budi)
    done = at_once([partial(exchanges.ask, act, key, "Kami memasok linen.", ADDRESS)] * RETRIES)
    (asked,) = seen.exchanges(committed.budi, committed.now).asked
    assert done == [Done(asked.id)] * RETRIES
    postbox = Postbox()
    while mail.deliver_one(committed.now, postbox, "kunci@kunci.test", ADDRESS):
        pass
    assert [one.to for one in postbox.sent] == [["sari@kunci.test"]]


def test_two_asks_for_one_key_at_once_leave_one_open(committed: Cast) -> None:
    key = committed.key(committed.sari)
    trusts(committed, committed.sari, committed.budi)
    acts = [committed.act(committed.budi) for _ in range(6)]
    done = at_once([partial(exchanges.ask, act, key, "Kami memasok linen.", ADDRESS) for act in acts])
    assert sorted(map(outcome, done)) == ["asked_already"] * 5 + ["done"]
    assert len(seen.exchanges(committed.budi, committed.now).asked) == 1


def test_a_handover_is_told_once_even_from_two_windows_at_once(committed: Cast) -> None:
    key = committed.key(committed.sari)
    trusts(committed, committed.sari, committed.budi)
    handover = hand_over(committed, committed.sari, committed.budi, key)
    acts, today = [committed.act(committed.budi) for _ in range(6)], committed.now.date()
    done = at_once([partial(handovers.tell, act, handover, Told("good"), today, ADDRESS) for act in acts])
    assert sorted(map(outcome, done)) == ["done"] + ["told_already"] * 5
    assert len(relation(committed, committed.budi, committed.sari).evidence) == 1


def test_two_yeses_at_once_make_one_link(committed: Cast) -> None:
    _, request = asked_for(committed, committed.sari, committed.budi)
    acts = [committed.act(committed.sari) for _ in range(6)]
    done = at_once([partial(exchanges.decide, act, request, "yes", "id", ADDRESS) for act in acts])
    assert [outcome(one) for one in done] == ["done"] * 6


def test_two_grants_at_once_open_to_each_partner_what_was_ticked_for_them(committed: Cast) -> None:
    """Compressed or not, the face may not end behind a rung on which somebody stands who was not told."""
    cast = committed
    key = cast.key(cast.sari)
    hint, today = face(cast, cast.sari, key, FaceKind.HINT), cast.now.date()
    for partner in (cast.budi, cast.ratna):
        cast.knows_for_years(cast.sari, partner)
    ticks: list[tuple[UUID, Rung, set[UUID]]] = [
        (cast.budi, Rung.TRUSTED, {hint}),
        (cast.ratna, Rung.TRUSTED, set()),
    ]
    for _ in range(4):
        cast.lower(cast.sari, cast.budi)
        cast.lower(cast.sari, cast.ratna)
        at_once([partial(ties.grant, cast.act(cast.sari), *one, None, today, "") for one in ticks])
        shown = mine(cast, cast.sari, key).faces[0].readers
        assert [person.id for person in shown] == [cast.budi]


def test_two_who_wait_for_each_other_both_act_in_the_end(committed: Cast) -> None:
    """PostgreSQL gives one of the two up, and it begins anew."""
    both_wait, begun = Barrier(2), list[str]()

    @verb("profile.set")
    def crosswise(act: Act, first: int, second: int) -> Done:
        begun.append(str(act.member))
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [first])
            if len(begun) <= 2:
                both_wait.wait(30)
            cursor.execute("select pg_advisory_xact_lock(%s)", [second])
        return Done()

    acts = committed.act(committed.sari), committed.act(committed.budi)
    done = at_once([partial(crosswise, acts[0], 1, 2), partial(crosswise, acts[1], 2, 1)])
    assert [outcome(one) for one in done] == ["done", "done"]
    assert len(begun) == 3
    for who in (committed.sari, committed.budi):
        assert verbs(committed, who).count("profile.set") == 1


def at_once(calls: list[Callable[[], T]]) -> list[T | Refused]:
    """Runs all calls at the same moment, a thread and a connection each."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Refused:
        try:
            connection.ensure_connection()
            ready.wait(30)
            return call()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def outcome(done: object) -> str:
    return done.code if isinstance(done, Refused) else "done"
