"""After an account is closed none of its owner's words is anywhere, in any column of any table."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import (
    closing,
)
from kunci.models.viewer import Principal, looking
from tests.cluster import TestCluster
from tests.secrecy.knowledge import letters_to
from tests.secrecy.lived import MARK, live
from tests.secrecy.stage import Clockwork, everything_seen, execute, stage
from tests.secrecy.worlds import World

# What an ask showed stays with whoever asked, as a letter stays with who received it (docs/limits.md).
# A circle keeps its name for whoever is still in it.
STAYS = {("mediation", "shown_hint"), ("request", "shown_hint"), ("request", "shown_name"), ("circle", "name")}
OWNERS = (
    "about", "account_id", "asker", "author", "founder", "head", "hearer", "helper", "holder", "inviter", "mediator",
    "member", "mentor", "newcomer", "other", "partner", "proposer", "shown_to", "speaker", "teller", "told_to",
    "used_by", "user_id", "viewer", "word_of",
)  # fmt: skip
# Rows about a member that others keep, or that both have part in.
KEPT = {
    "branch.head", "circle.founder", "confirmation.partner", "confirmed.partner", "draft.mentor", "evidence.word_of",
    "first_step.asker", "first_step.other", "first_step.told_to", "handover.asker", "handover.holder",
    "guess.partner", "impression.about",
    "invitation.used_by", "mediated.asker", "mediated.holder", "mediated.mediator", "mediation.asker",
    "mediation.holder", "mediation.told_to", "mentorship.mentor", "mentorship.newcomer", "offer.partner",
    "one_to_one.partner", "one_to_one.proposer",
    "opening.viewer", "outcome.other", "pass.holder", "pass.viewer", "promise.partner", "put_off.partner",
    "ready.partner", "ready_flag.partner", "request.asker", "request.holder", "set_exchange.partner",
    "set_key.shown_to", "step_key.mediator", "step_side.mediator", "step_side.partner", "step_side.shown_to",
    "tie.partner", "turned_away.asker", "vouch.about", "vouch.hearer",
    "want_muted.author", "want_thanks.helper",
}  # fmt: skip


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


@pytest.fixture
def world(work: Clockwork) -> Iterator[World]:
    with transaction.atomic():
        yield World(work)
        transaction.set_rollback(True)


def _columns(types: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Schema and table, column, and type, of every table there is outside of PostgreSQL itself."""
    with everything_seen():
        rows = execute(
            "select format('%%I.%%I', table_schema, table_name), column_name, data_type "
            "from information_schema.columns join information_schema.tables using (table_schema, table_name) "
            "where table_type = 'BASE TABLE' and table_schema in ('vault', 'public') and data_type = any(%s) "
            "order by 1, 2",
            [list(types)],
        )
    return [(str(table), str(column), str(type_)) for table, column, type_ in rows]


def _holding(words: str) -> set[tuple[str, str]]:
    """The columns that hold these words anywhere, whatever their case."""
    found = set()
    for table, column, type_ in _columns(("text", "character varying", "json", "jsonb", "tsvector", "bytea", "ARRAY")):
        text = f"encode(\"{column}\", 'escape')" if type_ == "bytea" else f'"{column}"::text'
        with everything_seen():
            if execute(f"select count(*) from {table} where position(lower(%s) in lower({text})) > 0", [words])[0][0]:
                found.add((table.partition(".")[2].strip('"'), column))
    return found


def _sessions_of(member: UUID) -> int:
    with everything_seen():
        keys = [str(row[0]) for row in execute("select session_key from django_session")]
    return sum(SessionStore(key).load().get(SESSION_KEY) == str(member) for key in keys)


def test_before_her_words_are_in_every_kind_of_place(world: World) -> None:
    """Else the next test would look for what never was."""
    live(world)
    places = _holding(MARK)
    assert {
        ("member", "name"), ("account", "email"), ("key", "note"), ("face", "line"), ("face", "words"),
        ("import", "source"), ("invitation", "note"), ("evidence", "note"), ("request", "sentence"),
        ("request", "why"), ("offer", "sentence"), ("outcome", "thanks"), ("felt", "words"),
        ("request", "shown_hint"), ("journal", "detail"), ("key", "tags"), ("circle", "name"), ("invitee", "name"),
        ("mfa_authenticator", "data"), ("signed_in", "browser"), ("address_change", "address"),
        ("vouch", "sentence"), ("vouch", "about_name"), ("want", "text"), ("want_face", "why"),
        ("want_thanks", "words"), ("want_thanks", "text"), ("mediation", "asker_name"), ("mediation", "want_text"),
        ("mediation", "sentence"), ("mediation", "words"), ("mentorship", "words"), ("mentorship", "farewell"),
        ("draft", "sentence"), ("mentor_note", "words"), ("accompanied", "mentor_name"), ("proposed", "title"),
        ("first_step", "sentence"), ("first_step", "asker_name"),
        ("first_step", "words"), ("step_note", "text"), ("step_key", "line"), ("step_side", "line"),
    } <= places  # fmt: skip
    assert any(MARK in letter for letter in letters_to(f"{MARK}@rs.example"))
    assert _sessions_of(world.ratna) == 1


def test_afterwards_none_of_her_words_is_anywhere_but_where_an_ask_showed_them(world: World) -> None:
    live(world)
    closing.close_account(world.act(world.ratna))
    assert _holding(MARK) == STAYS
    assert _holding(MARK.lower()) == STAYS
    assert letters_to(f"{MARK}@rs.example") == []
    assert _sessions_of(world.ratna) == 0
    with everything_seen():
        holders = {
            row[0] for row in execute("select holder from vault.request where shown_hint like %s", [f"%{MARK}%"])
        }
    assert holders == {world.ratna}


def test_afterwards_no_row_is_hers_but_what_others_have_part_in(world: World) -> None:
    live(world)
    closing.close_account(world.act(world.ratna))
    left = set()
    for table, column, _ in _columns(("uuid",)):
        if column in OWNERS:
            with everything_seen():
                rows = execute(f'select count(*) from {table} where "{column}" = %s', [world.ratna])[0][0]
            if rows:
                left.add(f"{table.partition('.')[2]}.{column}")
    assert left == KEPT
    with everything_seen():
        assert execute("select count(*) from account where id = %s", [world.ratna]) == [(0,)]


def test_a_circle_keeps_its_name_while_somebody_is_in_it_and_is_gone_with_the_last(world: World) -> None:
    live(world)
    named = "select name from vault.circle where founder = %s order by name"
    with everything_seen():
        assert execute(named, [world.ratna]) == [(f"Lingkar {MARK}",), (f"Lingkar sepi {MARK}",)]
    closing.close_account(world.act(world.ratna))
    with everything_seen():
        assert execute(named, [world.ratna]) == [(f"Lingkar {MARK}",)]


def test_afterwards_what_sari_wrote_is_all_there(world: World) -> None:
    live(world)
    with everything_seen():
        mine = "select * from vault.evidence where member = %s order by id"
        told = "select * from vault.outcome where teller = %s order by id"
        asked = "select id, sentence, shown_hint, expires_at from vault.request where asker = %s order by id"
        yes = (
            "select * from vault.confirmation left join vault.confirmed d on d.confirmation = confirmation.id "
            "where confirmation.asker = %s order by confirmation.id"
        )
        before = [execute(sql, [world.sari]) for sql in (mine, told, asked, yes)]
    assert all(before)
    closing.close_account(world.act(world.ratna))
    with everything_seen():
        assert [execute(sql, [world.sari]) for sql in (mine, told, asked, yes)] == before


def test_only_the_member_who_looks_can_be_closed(world: World) -> None:
    for principal in (None, Principal("c", world.ratna), Principal("i", world.ratna)):
        assert not _closes(principal, world)
    assert _closes(Principal("m", world.ratna), world)
    assert not _closes(Principal("m", world.ratna), world)
    with everything_seen():
        assert execute("select count(*) from vault.member where closed_at is not null") == [(1,)]


def _closes(principal: Principal | None, world: World) -> bool:
    with looking(principal, world.now):
        return bool(execute("select clerk.close_account()")[0][0])
