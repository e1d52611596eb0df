"""What the planner tells: EXPLAIN says the same whether a row is hidden or absent, and fetches no hidden row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kunci.models.viewer import looking, member
from tests.bench.database import django_on
from tests.cast import NOW
from tests.secrecy import stuffing
from tests.secrecy.conftest import DATABASE, Ground
from tests.secrecy.raw import Hand
from tests.secrecy.test_database import tables

COUNT = 5_000
TEXT = "Wahyu Rahasia"
# Each way to look something up by what it is called: (view, column, where to find a hidden one).
LOOKUPS = {
    "a face": ("face", "id", "face where holder = %(holder)s"),
    "a face of one's own": ("own_face", "id", "face where holder = %(holder)s"),
    "the faces of a key": ("face", "key", "face where holder = %(holder)s"),
    "the faces of a key of one's own": ("own_face", "key", "face where holder = %(holder)s"),
    "what a face says": ("meaning", "face", "meaning where holder = %(holder)s"),
    "what a key says": ("meaning", "key", "face where holder = %(holder)s"),
    "what a face of one's own says": ("own_meaning", "face", "meaning where holder = %(holder)s"),
    "what a key of one's own says": ("own_meaning", "key", "face where holder = %(holder)s"),
    "a key": ("key", "id", "key where holder = %(holder)s"),
    "a member": ("member", "id", "member where id not in (select holder from vault.pass where viewer = %(me)s)"),
    "a tie": ("tie", "id", "tie where member = %(holder)s"),
    "a tie with somebody": ("tie", "partner", "tie where member <> %(me)s and partner not in "
        "(select partner from vault.tie where member = %(me)s)"),
    "evidence": ("evidence", "id", "evidence where member = %(holder)s"),
    "the evidence on a tie": ("evidence", "tie", "evidence where member = %(holder)s"),
    "evidence of a file": ("brought", "id", "evidence where member = %(holder)s"),
    "a pass": ("pass", "viewer", "pass where %(me)s not in (viewer, holder)"),
    "a grant": ("grant", "id", "grant where %(me)s not in (viewer, holder)"),
    "the grants on a gate": ("grant", "gate", "grant where %(me)s not in (viewer, holder)"),
    "a request of mine": ("asked", "id", "request where holder = %(holder)s"),
    "a request to me": ("received", "id", "request where holder = %(holder)s"),
    "the requests for a key": ("asked", "key", "request where holder = %(holder)s"),
    "a decision": ("decision", "id", "decision where holder = %(holder)s"),
    "the decisions on a request": ("decision", "request", "decision where holder = %(holder)s"),
    "a consent": ("consent", "id", "consent where holder = %(holder)s"),
    "the consent to a request": ("consent", "request", "consent where holder = %(holder)s"),
    "an answer": ("consent_answer", "id", "consent_answer where holder = %(holder)s"),
    "a handover": ("handover", "id", "handover where holder = %(holder)s"),
    "the handover of a request": ("handover", "request", "handover where holder = %(holder)s"),
    "a telling": ("outcome", "id", "outcome where teller = %(holder)s"),
    "the tellings of a handover": ("outcome", "handover", "outcome where teller = %(holder)s"),
    "the other's telling before mine": ("outcome", "handover", "outcome where other = %(me)s"),
    "a telling that may be counted": ("allowed", "id", "allowed where teller = %(holder)s"),
    "whether a telling may be counted": ("allowed", "handover", "allowed where teller = %(holder)s"),
    "what is said of somebody": ("repute", "member",
        "repute where member not in (select holder from vault.pass where viewer = %(me)s)"),
    "an invitation": ("invitation", "id", "invitation where inviter = %(holder)s"),
    "a notice": ("notice", "id", "notice where member = %(holder)s"),
    "the notices of a thing": ("notice", "subject", "notice where member = %(holder)s"),
    "what I said": ("vouch", "id", "vouch where speaker = %(holder)s"),
    "what I was told": ("heard", "id", "vouch where speaker = %(holder)s"),
    "what was said of somebody": ("vouch", "about", "vouch where speaker = %(holder)s"),
    "what I was told of somebody": ("heard", "about", "vouch where speaker = %(holder)s"),
    "what was told me and is shut": ("heard", "id", "vouch where hearer = %(me)s and speaker = %(holder)s"),
    "evidence that a word is": ("evidence", "vouch", "evidence where member = %(holder)s and vouch is not null"),
    "a want of mine": ("want", "id", "want where member = %(holder)s"),
    "what a want of mine says": ("want_meaning", "id", "want where member = %(holder)s"),
    "what a want says that I may hear": ("heard_meaning", "want", "want_face where author = %(holder)s"),
    "a want that I may hear": ("heard_want", "id", "want where member = %(holder)s"),
    "a want that I put aside": ("want_aside", "want", "want_aside where member = %(holder)s"),
    "thanks that I gave": ("thanks_given", "id", "want_thanks where author = %(holder)s"),
    "thanks that I had": ("thanks_had", "id", "want_thanks where author = %(holder)s"),
    "a mediation of mine": ("mediation", "id", "mediation where mediator = %(holder)s"),
    "the mediations for a want": ("mediation", "want", "mediation where mediator = %(holder)s"),
    "what was proposed to me": ("proposal", "id", "mediation where mediator = %(holder)s"),
    "the proposals for a key": ("proposal", "key", "mediation where mediator = %(holder)s"),
    "what was found for me": ("brought_me", "id", "mediation where mediator = %(holder)s"),
    "a yes that I had": ("mediation_yes", "mediation", "mediation_yes where mediator = %(holder)s"),
    "a yes of mine": ("own_yes", "mediation", "mediation_yes where mediator = %(holder)s"),
    "a proposal that I left": ("mediation_left", "mediation", "mediation_left where holder <> %(me)s"),
    "who mediated a handover": ("mediated", "handover", "mediated where mediator = %(holder)s"),
    "whom I accompany": ("as_mentor", "id", "mentorship where newcomer = %(holder)s"),
    "who accompanies me": ("as_newcomer", "id", "mentorship where newcomer = %(holder)s"),
    "a mentorship that I left": ("mentorship_left", "mentorship", "mentorship_left where member = %(holder)s"),
    "who is accompanied": ("accompanied", "mentorship", "accompanied where newcomer <> %(me)s"),
    "by whom somebody is accompanied": ("accompanied", "newcomer", "accompanied where newcomer <> %(me)s"),
    "a draft of mine": ("draft", "id", "draft where newcomer = %(holder)s"),
    "the drafts for a key": ("draft", "key", "draft where newcomer = %(holder)s"),
    "a draft that is shown to me": ("shown_draft", "id", "draft where newcomer = %(holder)s"),
    "a draft that was shown to me": ("shown_draft", "id", "draft where mentor = %(me)s and newcomer = %(holder)s"),
    "what I said to a draft": ("note_given", "draft", "mentor_note where newcomer = %(holder)s"),
    "what was said to a draft of mine": ("note_had", "draft", "mentor_note where newcomer = %(holder)s"),
    "an exchange of sets": ("set_exchange", "id", "set_exchange where member = %(holder)s"),
    "the exchanges of sets with somebody": ("set_exchange", "partner", "set_exchange where member = %(holder)s"),
    "a key of a set": ("set_shown", "key", "set_key where holder = %(holder)s"),
    "a set": ("set_shown", "id", "set_key where holder = %(holder)s"),
    "what was chosen of a set": ("set_choice", "key", "set_choice where member = %(holder)s"),
    "a journal entry": ("journal", "id", "journal where member = %(holder)s"),
    "an idempotency key": ("journal", "once", "journal where member = %(holder)s"),
}  # fmt: skip


@pytest.fixture(scope="module")
def stuffed(ground: Ground) -> Iterator[Hand]:
    """Budi looks; Ratna and Joko, of whom Joko is nobody to him, have thousands of everything between them."""
    cast = ground.cast
    words = {"count": COUNT, "holder": cast.ratna, "asker": cast.joko, "text": TEXT, "at": NOW}
    words |= {"about": cast.sari, "me": cast.budi}
    with ground.connect("superuser") as connection:
        # What other tests wrote and took back lies in the tables still, and would be fetched to find that out.
        connection.autocommit = True
        connection.execute("vacuum")
        connection.autocommit = False
        hand = Hand(connection)
        hand.rows(stuffing.PEOPLE, words)
        hand.rows(stuffing.ROWS, words)
        hand.rows(stuffing.SHUT, words)
        for table in tables(hand):
            hand.rows(f'analyze vault."{table}"')
        hand.rows("set local role kunci_app")
        hand.as_member(ground.cast.budi)
        yield hand
        connection.rollback()


def explained(hand: Hand, query: str, value: object, options: str = "") -> dict[str, Any]:
    """The plan of a query about one value, with that value taken out of it."""
    [(plan,)] = hand.rows(f"explain (format json{options}) {query}", [value])
    found: dict[str, Any] = json.loads(json.dumps(plan[0]["Plan"]).replace(str(value), "what was asked"))
    return found


def run(hand: Hand, query: str, value: object) -> dict[str, Any]:
    """The same, carried out: rows and buffers of every step, once the caches are warm."""
    for _ in range(2):
        plan = explained(hand, query, value, ", analyze, buffers, costs off, timing off, summary off")
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


@pytest.mark.parametrize("what", LOOKUPS)
def test_looking_up_what_is_hidden_runs_like_looking_up_what_is_absent(
    ground: Ground, stuffed: Hand, what: str
) -> None:
    view, column, place = LOOKUPS[what]
    with stuffed.everything():
        hidden = stuffed.rows(
            f"select {column} from vault.{place.replace('grant', chr(34) + 'grant' + chr(34))} order by 1 limit 3",
            {"holder": ground.cast.ratna, "me": ground.cast.budi},
        )
    query = f'select * from door."{view}" where {column} = %s'
    assert hidden
    absent = run(stuffed, query, uuid4())
    for (id,) in hidden:
        assert stuffed.rows(query, [id]) == []
        assert run(stuffed, query, id) == absent
    assert "Seq Scan" not in {node["Node Type"] for node in nodes(absent)}


@pytest.mark.parametrize("view", ["face", "own_face"])
@pytest.mark.parametrize("column", ["id", "key"])
def test_the_gate_is_part_of_the_index_condition_of_a_face(stuffed: Hand, view: str, column: str) -> None:
    plan = run(stuffed, f"select * from door.{view} where {column} = %s", uuid4())
    conditions = [
        str(node["Index Cond"]) for node in nodes(plan) if node.get("Index Name") in {"face_pkey", "face_key"}
    ]
    assert len(conditions) == 1
    assert f"{column} = " in conditions[0]
    assert "gate = ANY" in conditions[0]
    # Below the rule itself the viewer's own passes are sorted out; of faces nothing was fetched and thrown away.
    fetched = [node for node in nodes(plan) if node.get("Relation Name") == "face"]
    assert [node.get("Rows Removed by Filter", 0) for node in fetched] == [0] * len(fetched)


LISTS = (
    "select * from door.face where holder = %s",
    "select * from door.face where holder = %s and kind = 'hint' order by created_at desc limit 50",
    "select * from door.face where holder = %s and words @@ 'wahyu'::tsquery",
    "select count(*) from door.face where holder = %s",
    "select face from door.meaning where holder = %s order by door.apart(v, v), bit_count(places) limit 200",
    "select * from door.grant where viewer = %s",
    "select * from door.asked where holder = %s",
    "select * from door.received where asker = %s",
    "select * from door.handover where holder = %s",
    "select * from door.handover where asker = %s",
    "select want from door.heard_meaning where author = %s order by bit_count(places) limit 200",
    "select * from door.heard_want where author = %s order by created_at desc limit 20",
    "select * from door.thanks_had where author = %s",
    "select * from door.character_seen where member = %s",
)


@pytest.mark.parametrize("query", LISTS)
def test_asking_for_what_somebody_holds_tells_nothing_of_how_much_they_hide(
    ground: Ground, stuffed: Hand, query: str
) -> None:
    much, nothing = ground.cast.ratna, uuid4()
    assert run(stuffed, query, much) == run(stuffed, query, nothing)
    assert explained(stuffed, query, much) == explained(stuffed, query, nothing)


# What thousands of hidden rows have, and what none has.
GUESSES = [
    ("face", "line", TEXT, "Nobody"),
    ("face", "name", TEXT, "Nobody"),
    ("face", "created_at", NOW, NOW.replace(year=2001)),
    ("face", "kind", "hint", "none"),
    ("member", "name", f"{TEXT} 7", "Nobody"),
    ("key", "note", TEXT, "Nobody"),
    ("key", "created_at", NOW, NOW.replace(year=2001)),
    ("evidence", "note", TEXT, "Nobody"),
    ("evidence", "kind", "met", "call"),
    ("asked", "sentence", TEXT, "Nobody"),
    ("received", "shown_hint", TEXT, "Nobody"),
    ("invitation", "note", TEXT, "Nobody"),
    ("journal", "verb", "met", "none"),
    ("outcome", "verdict", "good", "broken"),
    ("decision", "answer", "yes", "not_now"),
    ("consent_answer", "answer", "yes", "never"),
    ("grant", "until", "infinity", NOW),
    ("tie", "granted", 0, 3),
    ("vouch", "sentence", TEXT, "Nobody"),
    ("heard", "kind", "vouch", "warning"),
    ("evidence", "weight", 0.5, 0.1),
    ("want", "text", TEXT, "Nobody"),
    ("heard_want", "text", TEXT, "Nobody"),
    ("repute", "band", "mixed", "bad"),
    ("character_seen", "calm", 0.5, 0.1),
    ("impression", "first", "choleric", "sanguine"),
    ("mediation", "sentence", TEXT, "Nobody"),
    ("draft", "sentence", TEXT, "Nobody"),
    ("shown_draft", "line", TEXT, "Nobody"),
    ("note_had", "words", TEXT, "Nobody"),
    ("accompanied", "mentor_name", TEXT, "Nobody"),
    ("proposal", "sentence", TEXT, "Nobody"),
    ("meaning", "version", 1, 2),
    ("heard_meaning", "marks", ["word:rahasia"], ["word:nobody"]),
]


@pytest.mark.parametrize("relation", ["=", "<", ">="])
@pytest.mark.parametrize(("view", "column", "common", "rare"), GUESSES)
def test_estimates_know_nothing_of_values(
    stuffed: Hand, view: str, column: str, common: object, rare: object, relation: str
) -> None:
    query = f'select * from door."{view}" where {column} {relation} %s'
    plans = [stuffed.rows(f"explain (format json) {query}", [value])[0][0] for value in (common, rare)]
    assert _figures(plans[0]) == _figures(plans[1])


def _figures(plan: Any) -> list[tuple[object, ...]]:
    kept = ("Node Type", "Index Name", "Plan Rows", "Plan Width", "Startup Cost", "Total Cost")
    return [tuple(node.get(name) for name in kept) for node in nodes(plan[0]["Plan"])]


@pytest.mark.parametrize("view", ["face", "key", "member", "tie", "handover", "asked"])
def test_estimates_do_not_give_away_hidden_ids_one_half_at_a_time(stuffed: Hand, view: str) -> None:
    query = f"select * from door.{view} where id < %s"
    figures = {
        str(_figures(stuffed.rows(f"explain (format json) {query}", [UUID(int=place << 120)])[0][0]))
        for place in range(1, 256, 17)
    }
    assert len(figures) == 1


def test_no_statistics_are_kept_of_what_is_private(stuffed: Hand) -> None:
    with stuffed.everything():
        kept = stuffed.rows("select tablename, attname from pg_stats where schemaname = 'vault'")
        counted = stuffed.rows(
            "select a.attrelid::regclass::text, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid "
            "where c.relnamespace = 'vault'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped "
            "and a.attstattarget is distinct from 0"
        )
        more = stuffed.rows("select from pg_statistic_ext")
        analyzed = stuffed.one("select reltuples from pg_class where oid = 'vault.face'::regclass")
    assert (kept, counted, more) == ([], [], [])
    assert analyzed >= COUNT
    assert stuffed.rows("select from pg_stats where schemaname in ('vault', 'door')") == []


def test_nobody_reads_another_connections_word(ground: Ground, hand: Hand, django_db_blocker: DjangoDbBlocker) -> None:
    reading = "select query from pg_stat_activity where usename = 'kunci_app' and pid <> pg_backend_pid()"
    with django_db_blocker.unblock(), django_on(ground.cluster, DATABASE), looking(member(ground.cast.sari), NOW):
        running = hand.rows(reading)
    assert running != []
    assert "kunci.viewer" not in str(running)
