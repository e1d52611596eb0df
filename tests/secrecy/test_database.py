"""The database net, from its catalogue: who has which right, and that every table is behind a rule.

A new table, view or function fails here until somebody adds it to these lists on purpose.
"""

from __future__ import annotations

import pytest

from tests.secrecy.raw import Hand
from tests.secrecy.rights import RIGHTS

# The functions that the application may call.
CLERKS = {
    "accept_invitation(account uuid, name text, trade text, city text)",
    "answer_consent(answer text, tell_holder boolean, language text)",
    "begin_circle(name text)",
    "choose_set(exchange uuid, keys uuid[], sentence text, language text, ask_in text, by_mail boolean,"
    " asks_until timestamp with time zone, pause_until timestamp with time zone,"
    " consents_until timestamp with time zone)",
    "claim_mail(now timestamp with time zone)",
    "close_account()",
    "consent()",
    "draw_repute()",
    "encounter(code uuid)",
    "end_first_steps(step uuid, partner uuid)",
    "forget_invitees(ended_before timestamp with time zone)",
    "found(name text, trade text, city text)",
    "hand_over(request uuid, opened_until timestamp with time zone, tell_until timestamp with time zone,"
    " again_from timestamp with time zone, again_until timestamp with time zone)",
    "has_members()",
    "invitation()",
    "learnt(mentorship uuid, shown_days integer)",
    "leave_set(exchange uuid)",
    "mail_done(mail uuid, now timestamp with time zone, sent boolean)",
    "notify(reader uuid, kind text, subject uuid)",
    "open_first_step(step uuid, open_until timestamp with time zone)",
    "open_set(exchange uuid)",
    "step_back(exchange uuid)",
    "tell_sets()",
    "use_encounter(code uuid)",
    "tell_first_step(step uuid, words text, trying_until timestamp with time zone)",
    "tell_mediation(mediation uuid, words text, open_until timestamp with time zone)",
    "tell_felt(round integer, verdict text, came text, words text)",
}
# What the views ask while the application reads through them. It has no usage on the schema: it cannot call these.
ASKED_BY_VIEWS = {"at", "claim", "gate_of", "in_step", "link", "me", "my_circles", "my_face", "signature", "told"}
# Needed before there is a viewer, or without one: accounts, sessions, jobs (ids and nothing else), and what
# Django keeps of itself.
EXCEPTIONS = {
    "account",
    "account_emailaddress",
    "account_emailconfirmation",
    "address_change",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
    "sign_in_ask",
    "signed_in",
}
# The roles whose eyes the views have: all of them, and the views of a holder's own faces and of what those say.
READER, KEEPER = "kunci_reader", "kunci_keeper"
OWNERS = {
    "holder", "member", "inviter", "asker", "teller", "partner", "heard_by", "speaker", "hearer", "author", "helper",
    "proposer", "mediator", "mentor", "newcomer", "other", "reader", "shown_to", "told_to",
}  # fmt: skip
# Unique indexes without an owner's column: they begin with a random id, or hold one row for all.
RANDOM = {
    ("circle", "id"),
    ("face", "id"),
    ("grant", "gate"),
    ("meaning", "face"),
    ("member", "id"),
    ("outbox", "id"),
    ("repute_month", "month"),
    ("viewer_key", "one"),
    ("want_face", "want"),
}
VERBS = ("select", "insert", "update", "delete")


def tables(hand: Hand) -> list[str]:
    found = hand.rows(
        "select relname from pg_class where relnamespace = 'vault'::regnamespace and relkind in ('r', 'p') order by 1"
    )
    return [str(name) for (name,) in found]


def test_every_table_of_the_vault_has_row_rules(both: Hand) -> None:
    with both.everything():
        assert len(tables(both)) >= 17
        ruled = both.rows(
            "select relname from pg_class where relnamespace = 'vault'::regnamespace and relkind in ('r', 'p') "
            "and relrowsecurity and pg_get_userbyid(relowner) = 'kunci_owner' order by 1"
        )
        assert [name for (name,) in ruled] == tables(both)


def test_every_verb_that_a_views_role_has_on_a_table_has_a_rule_of_its_own(both: Hand) -> None:
    with both.everything():
        rights = {
            (table, verb, role)
            for table in tables(both)
            for verb in VERBS
            for role in (READER, KEEPER)
            if both.one(
                "select has_table_privilege(%(role)s, c.oid, %(verb)s) or (%(verb)s <> 'delete' "
                "and has_any_column_privilege(%(role)s, c.oid, replace(%(verb)s, 'delete', 'select'))) "
                "from pg_class c where c.relnamespace = 'vault'::regnamespace and c.relname = %(table)s",
                {"role": role, "verb": verb, "table": table},
            )
        }
        rules = both.rows(
            "select tablename, lower(cmd), unnest(roles), permissive from pg_policies where schemaname = 'vault'"
        )
    assert sorted((table, verb, str(role)) for table, verb, role, _ in rules) == sorted(rights)
    assert {("face", "update", KEEPER), ("face", "select", READER)} < rights
    assert {permissive for *_, permissive in rules} == {"PERMISSIVE"}


@pytest.mark.parametrize("right", ["select", "insert", "update", "delete", "truncate", "references", "trigger"])
def test_the_application_has_no_right_on_anything_in_the_vault(both: Hand, right: str) -> None:
    with both.everything():
        found = both.rows(
            "select relname from pg_class where relnamespace = 'vault'::regnamespace "
            "and relkind in ('r', 'p', 'v', 'm') and (has_table_privilege('kunci_app', oid, %(right)s) "
            "or has_any_column_privilege('kunci_app', oid, 'select, insert, update, references'))",
            {"right": right},
        )
    assert found == []


def test_the_vault_is_closed_to_the_application(hand: Hand, both: Hand) -> None:
    with both.everything():
        names = [*tables(both), "my_gates", "own_gates"]
    for name in names:
        for query in (f'select from vault."{name}"', f'delete from vault."{name}"', f'lock table vault."{name}"'):
            refused = hand.refusal(query)
            assert refused is not None
            assert refused.state == "42501"
    for call in (
        "vault.me()",
        "vault.claim()",
        "vault.at()",
        "vault.my_face(null)",
        "vault.my_circles()",
        "vault.told()",
    ):
        refused = hand.refusal(f"select {call}")
        assert refused is not None
        assert refused.state == "42501"
        assert "schema vault" in refused.words


ESCAPES = (
    "set role kunci_reader",
    "set role kunci_keeper",
    "set role kunci_owner",
    "set session authorization kunci_owner",
    "set row_security = off; select from door.face",
    "alter view door.face set (security_barrier = false)",
    "create table public.mine (x int)",
    "create temporary table mine (x int)",
    "create function public.leak(text) returns bool language sql leakproof as 'select true'",
    "create function door.leak(text) returns bool language sql as 'select true'",
    "create schema mine",
    "create extension dblink",
    "alter role kunci_app bypassrls",
    "grant kunci_reader to kunci_app",
    "copy door.face to '/tmp/kunci'",
    "copy door.face to program 'cat'",
    "select pg_read_file('/etc/hostname')",
    "select from pg_statistic",
    "select from pg_authid",
    "select from door.face for update",
    "truncate door.key",
)


@pytest.mark.parametrize("escape", ESCAPES)
def test_there_is_no_way_out_of_the_applications_role(hand: Hand, escape: str) -> None:
    refusals = [hand.refusal(part) for part in escape.split("; ")]
    if escape.startswith("set row_security"):
        # Reading goes on under the views' owner, whose rows the rules still choose.
        assert hand.rows("select from door.face") == []
        return
    assert refusals[-1] is not None
    assert refusals[-1].state in {"42501", "42809"}


def test_every_view_is_a_barrier_with_the_readers_eyes_and_exactly_these_rights(both: Hand) -> None:
    with both.everything():
        views = both.rows(
            "select relname, relkind, pg_get_userbyid(relowner), reloptions from pg_class "
            "where relnamespace = 'door'::regnamespace"
        )
        assert {name for name, _, _, _ in views} == set(RIGHTS)
        for name, kind, owner, options in views:
            eyes = KEEPER if name in ("own_face", "own_meaning") else READER
            assert (kind, owner, options) == ("v", eyes, ["security_barrier=true"]), name
        given = {name: _rights(both, name) for name in RIGHTS}
    assert given == RIGHTS


def _rights(hand: Hand, view: str) -> str:
    whole = [
        verb
        for verb in VERBS
        if hand.one("select has_table_privilege('kunci_app', %s::regclass, %s)", [f'door."{view}"', verb])
    ]
    columns = hand.one(
        "select coalesce(string_agg(attname, ' ' order by attname), '') from pg_attribute where attnum > 0 "
        "and attrelid = %(view)s::regclass and has_column_privilege('kunci_app', attrelid, attnum, 'update')",
        {"view": f'door."{view}"'},
    )
    return " ".join(sorted([*whole, *([f"update({columns})"] if columns else [])]))


def test_the_clerk_has_exactly_these_functions_each_with_a_fixed_search_path(both: Hand) -> None:
    with both.everything():
        found = both.rows(
            "select format('%s(%s)', proname, pg_get_function_identity_arguments(oid)), prosecdef, proconfig, "
            "pg_get_userbyid(proowner) from pg_proc where pronamespace = 'clerk'::regnamespace"
        )
    assert {name for name, _, _, _ in found} == CLERKS
    for name, definer, settings, owner in found:
        assert (definer, settings, owner) == (True, ['search_path=""'], "kunci_owner"), name


def test_functions_with_the_owners_rights_have_a_fixed_search_path_and_nobody_else_may_run_any(both: Hand) -> None:
    with both.everything():
        loose = both.rows(
            "select proname from pg_proc where pronamespace in ('vault'::regnamespace, 'door'::regnamespace) "
            "and prosecdef and not coalesce(proconfig @> array['search_path=\"\"'], false)"
        )
        everybody = both.rows(
            "select proname from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a "
            "where p.pronamespace in ('vault'::regnamespace, 'clerk'::regnamespace) and a.grantee = 0"
        )
        runs = both.rows(
            "select proname from pg_proc where pronamespace = 'vault'::regnamespace "
            "and has_function_privilege('kunci_app', oid, 'execute')"
        )
    assert (loose, everybody) == ([], [])
    assert {name for (name,) in runs} == ASKED_BY_VIEWS


def test_outside_the_doors_the_application_reads_the_listed_exceptions_only(both: Hand) -> None:
    with both.everything():
        found = both.rows(
            "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') "
            "and n.nspname not in ('pg_catalog', 'information_schema', 'door') and n.nspname !~ '^pg_toast' "
            "and has_schema_privilege('kunci_app', n.oid, 'usage') "
            "and case when c.relkind = 'S' then has_sequence_privilege('kunci_app', c.oid, 'usage') else "
            "has_any_column_privilege('kunci_app', c.oid, 'select') end"
        )
    assert {name for schema, name in found if not name.endswith("_seq")} == EXCEPTIONS
    assert {schema for schema, _ in found} == {"public"}


def test_no_uniqueness_rule_spans_two_holders(both: Hand) -> None:
    with both.everything():
        found = both.rows(
            "select c.relname, array_agg(a.attname::text order by k.place) from pg_index i "
            "join pg_class c on c.oid = i.indrelid, unnest(i.indkey) with ordinality k (number, place), pg_attribute a "
            "where c.relnamespace = 'vault'::regnamespace and i.indisunique "
            "and a.attrelid = c.oid and a.attnum = k.number "
            "group by c.relname, i.indexrelid"
        )
        assert both.rows("select from pg_index where indexrelid::regclass::text ~ '^vault' and indexprs notnull") == []
    assert len(found) >= 20
    spanning = [
        (table, columns) for table, columns in found if not OWNERS & set(columns) and (table, columns[0]) not in RANDOM
    ]
    assert spanning == []


def test_the_database_makes_every_id_that_the_application_could_name(both: Hand) -> None:
    with both.everything():
        missing = both.rows(
            "select c.relname from pg_class c where c.relnamespace = 'vault'::regnamespace "
            "and (has_any_column_privilege('kunci_reader', c.oid, 'insert') "
            "or has_any_column_privilege('kunci_keeper', c.oid, 'insert')) and c.relkind = 'r' and not exists ("
            "select from pg_trigger t where t.tgrelid = c.oid and t.tgenabled = 'O' and (t.tgtype & 7) = 7 "
            "and t.tgfoid in ('vault.set_id'::regproc, 'vault.new_face'::regproc, 'vault.new_request'::regproc))"
            "and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'id')"
        )
        counted = both.rows(
            "select relname from pg_class where relkind = 'S' and relnamespace in "
            "('vault'::regnamespace, 'door'::regnamespace)"
        )
    assert (missing, counted) == ([], [])
