"""Words about a third in raw SQL: who reads them, who writes them, and what a closing account leaves of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kunci.actions.vouching import SENTENCE_LENGTH
from kunci.core.vouching import LASTS, MOST
from tests.cast import NOW
from tests.secrecy.conftest import Ground
from tests.secrecy.raw import Hand

SAY = (
    "insert into door.vouch (speaker, hearer, about, kind, about_name, sentence, given_at, expires_at) values "
    "(%(speaker)s, %(hearer)s, %(about)s, %(kind)s, %(name)s, %(sentence)s, %(at)s, %(until)s) returning id"
)
NOTIFY = "select clerk.notify(%s, %s, %s)"


@pytest.fixture
def word(ground: Ground) -> dict[str, Any]:
    """What Sari may say: to Budi, about Ratna."""
    cast = ground.cast
    return {
        "speaker": cast.sari, "hearer": cast.budi, "about": cast.ratna, "kind": "vouch", "name": "Ratna Dewi",
        "at": NOW, "until": NOW + LASTS, "sentence": "a" * SENTENCE_LENGTH,
    }  # fmt: skip


def sentences(hand: Hand, member: UUID, view: str) -> list[str]:
    hand.as_member(member)
    return [str(sentence) for (sentence,) in hand.rows(f"select sentence from door.{view} order by 1")]


def test_the_speaker_and_the_hearer_read_it_each_in_a_view_of_their_own(ground: Ground, both: Hand) -> None:
    cast = ground.cast
    assert sentences(both, cast.sari, "vouch") == ["kata rahasia Sari"]
    assert sentences(both, cast.sari, "heard") == ["kata rahasia"]
    assert sentences(both, cast.budi, "vouch") == []
    assert sentences(both, cast.budi, "heard") == ["kata rahasia Sari"]
    assert sentences(both, cast.ratna, "vouch") == ["kata rahasia"]
    # Whom they are about.
    assert sentences(both, cast.ratna, "heard") == []
    assert sentences(both, cast.joko, "heard") == sentences(both, cast.joko, "vouch") == []


def test_it_hangs_behind_a_gate_of_its_own_that_its_speaker_can_shut_and_nobody_else(
    ground: Ground, both: Hand
) -> None:
    cast = ground.cast
    with both.everything():
        gates = both.rows(
            'select v.gate = v.id, g.viewer, g.holder, g.follows from vault.vouch v join vault."grant" g '
            "on g.gate = v.id where v.speaker = %s",
            [cast.sari],
        )
    assert gates == [(True, cast.budi, cast.sari, None)]
    both.as_member(cast.budi)
    both.rows('with gone as (delete from door."grant" returning id) select from gone')
    assert sentences(both, cast.budi, "heard") == ["kata rahasia Sari"]
    both.as_member(cast.sari)
    assert both.changed(
        'delete from door."grant" where viewer = %s and gate in (select id from door.vouch)', [cast.budi]
    )
    assert sentences(both, cast.budi, "heard") == []
    assert sentences(both, cast.sari, "vouch") == ["kata rahasia Sari"]


def test_nobody_opens_the_gate_of_a_word_to_others(ground: Ground, both: Hand) -> None:
    cast = ground.cast
    both.as_member(cast.sari)
    mine = both.one("select id from door.vouch")
    entry = "insert into door.grant (holder, gate, viewer, until) values (%s, %s, %s, 'infinity')"
    for who in (cast.sari, cast.budi, cast.ratna):
        both.as_member(who)
        refused = both.refusal(entry, [who, mine, cast.ratna if who != cast.ratna else cast.sari])
        assert refused is not None
        assert refused.state == "42501"


@pytest.mark.parametrize(
    "wrong",
    [
        {"speaker": "budi"},
        {"hearer": "joko"},  # whom Sari does not know
        {"hearer": None},
        {"about": "joko", "name": "Joko Susilo"},
        {"about": None},
        {"about": "sari", "name": "Sari Wulandari"},
        {"about": "budi", "name": "Budi Santoso"},
        {"name": "Ratna"},
        {"name": ""},
        {"at": NOW - timedelta(days=1)},
        {"at": NOW + timedelta(seconds=1)},
        {"kind": "praise"},
        {"until": NOW - timedelta(days=1)},
        {"until": NOW + LASTS + timedelta(seconds=1)},
        {"sentence": "a" * (SENTENCE_LENGTH + 1)},
        {"sentence": ""},
    ],
)
def test_a_word_is_said_by_oneself_now_of_somebody_one_knows_by_their_name(
    ground: Ground, both: Hand, word: dict[str, Any], wrong: dict[str, Any]
) -> None:
    both.as_member(ground.cast.sari)
    assert both.refusal(SAY, word) is None
    people = ("speaker", "hearer", "about")
    changed = {
        name: (getattr(ground.cast, value) if value else uuid4()) if name in people else value
        for name, value in wrong.items()
    }
    refused = both.refusal(SAY, {**word, **changed})
    assert refused is not None
    assert refused.state in {"42501", "23514"}


def test_of_a_kind_ten_hold_and_the_refusal_tells_of_nobody_elses(
    ground: Ground, both: Hand, word: dict[str, Any]
) -> None:
    """Sari has said one already; what others said of the same person, or to the same, is no matter."""
    cast = ground.cast
    for hidden in (0, 2 * MOST):
        with both.connection.transaction(force_rollback=True):
            with both.everything():
                both.rows(
                    "insert into vault.vouch (speaker, hearer, about, kind, about_name, sentence, given_at, "
                    "expires_at, withdrawn_at) select %s, %s, %s, 'vouch', 'x', 'x', %s, %s, %s "
                    "from generate_series(1, %s)",
                    [cast.ratna, cast.budi, cast.sari, NOW, NOW + LASTS, NOW, hidden],
                )
            both.as_member(cast.sari)
            for _ in range(MOST - 1):
                both.rows(SAY, word)
            refused = both.refusal(SAY, word)
            assert refused is not None
            assert (refused.state, refused.words.split("\n")[0]) == ("23514", "no more than ten of a kind")
            # Nothing of any row in it: no id, no name, no number but that of the rule.
            assert not [part for part in (str(cast.ratna), str(cast.budi), "Ratna", "a" * 20) if part in refused.words]
            assert both.refusal(SAY, {**word, "kind": "warning"}) is None
            both.as_member(cast.sari, NOW + timedelta(hours=1))
            later = {**word, "at": NOW + timedelta(hours=1)}
            assert both.refusal(SAY, later) is not None
            both.changed("update door.vouch set withdrawn_at = %s where sentence = %s", [later["at"], word["sentence"]])
            assert both.refusal(SAY, later) is None
            after = NOW + LASTS
            both.as_member(cast.sari, after)  # when all of them are over
            assert both.refusal(SAY, {**word, "at": after, "until": after + LASTS}) is None


def test_it_is_taken_back_once_at_this_instant_and_not_given_again(ground: Ground, both: Hand) -> None:
    cast, take = ground.cast, "update door.vouch set withdrawn_at = %s"
    for other in (cast.budi, cast.ratna):
        both.as_member(other)
        both.rows("with a as (update door.vouch set withdrawn_at = %s where speaker = %s returning id) select from a",
                  [NOW, cast.sari])  # fmt: skip
        with both.everything():
            assert both.one("select withdrawn_at from vault.vouch where speaker = %s", [cast.sari]) is None
    both.as_member(cast.sari)
    for instant in (NOW - timedelta(days=1), None):
        assert both.refusal(take, [instant]) is not None
    assert both.changed(take, [NOW]) == 1
    assert both.changed(take, [NOW]) == 0
    assert both.changed("update door.vouch set withdrawn_at = null") == 0
    for column in ("sentence", "about_name", "expires_at", "hearer", "kind", "given_at"):
        assert both.refusal(f"update door.vouch set {column} = {column}") is not None
    assert both.refusal("delete from door.vouch") is not None


def test_what_the_hearer_does_with_it_is_in_no_row_that_the_speaker_reads(ground: Ground, both: Hand) -> None:
    cast = ground.cast
    both.as_member(cast.ratna)
    before = {
        view: both.rows(f'select * from door."{view}" order by 1')
        for view in ("vouch", "heard", "vouch_left", "evidence", "grant", "pass", "notice", "journal", "member")
    }
    both.as_member(cast.sari)
    mine = both.one("select id from door.heard")
    tie = both.one("select id from door.tie where partner = %s", [cast.budi])
    both.rows(
        "insert into door.evidence (member, tie, kind, happened_on, created_at, weight, vouch, word_of) "
        "values (%s, %s, 'warning', %s, %s, 0.5, %s, %s)",
        [cast.sari, tie, NOW, NOW, mine, cast.ratna],
    )
    assert both.rows("select vouch from door.vouch_left") == [(mine,)]
    both.as_member(cast.ratna)
    assert before == {view: both.rows(f'select * from door."{view}" order by 1') for view in before}
    assert both.rows("select from door.vouch_left") == []


@pytest.mark.parametrize(
    ("kind", "columns", "values"),
    [
        ("met", "weight", "0.5"),
        ("vouch", "weight", "1.5"),
        ("vouch", "weight", "-0.5"),
        ("word_failed", "weight", "null"),  # it rests on nothing
        ("met", "because", "(select id from door.evidence limit 1)"),
        ("word_failed", "because", "gen_random_uuid()"),
    ],
)
def test_weights_lie_between_0_and_1_and_a_failed_word_rests_on_a_row_of_ones_own(
    ground: Ground, both: Hand, kind: str, columns: str, values: str
) -> None:
    both.as_member(ground.cast.sari)
    refused = both.refusal(
        f"insert into door.evidence (member, tie, kind, happened_on, created_at, {columns}) "
        f"select member, id, %s, %s, %s, {values} from door.tie limit 1",
        [kind, NOW, NOW],
    )
    assert refused is not None
    assert refused.state in {"23514", "23503"}


def test_a_failed_word_resting_on_a_row_of_others_is_refused_like_one_resting_on_nothing(
    ground: Ground, both: Hand
) -> None:
    with both.everything():
        hidden = both.one("select id from vault.evidence where member = %s limit 1", [ground.cast.ratna])
    both.as_member(ground.cast.sari)
    entry = (
        "insert into door.evidence (member, tie, kind, happened_on, created_at, because) "
        "select member, id, 'word_failed', %s, %s, %s from door.tie limit 1"
    )
    refusals = [both.refusal(entry, [NOW, NOW, id]) for id in (hidden, uuid4())]
    assert refusals[0] is not None
    assert refusals[0] == refusals[1]


def test_only_the_speaker_tells_and_only_the_hearer_is_told(ground: Ground, both: Hand) -> None:
    cast = ground.cast
    with both.everything():
        word = both.one("select id from vault.vouch where speaker = %s", [cast.sari])
        both.rows("with gone as (delete from vault.notice returning id) select from gone")
    for writer, reader in ((cast.sari, cast.ratna), (cast.budi, cast.budi), (cast.ratna, cast.budi)):
        both.as_member(writer)
        both.rows(NOTIFY, [reader, "vouched", word])
    with both.everything():
        assert both.rows("select from vault.notice") == []
    both.as_member(cast.sari)
    both.rows(NOTIFY, [cast.budi, "vouched", word])
    both.as_member(cast.budi)
    assert both.rows("select kind, subject from door.notice") == [("vouched", word)]
    both.as_member(cast.sari)
    both.rows('with gone as (delete from door."grant" where gate = %s returning id) select from gone', [word])
    both.as_member(cast.budi)
    assert both.rows("select from door.notice") == []


@pytest.mark.parametrize("who", ["sari", "budi", "ratna"])
def test_a_closing_account_takes_its_words_along_and_ends_what_was_said_to_or_about_it(
    ground: Ground, both: Hand, who: str
) -> None:
    """Sari told Budi about Ratna."""
    cast = ground.cast
    both.as_member(getattr(cast, who), NOW + timedelta(hours=1))
    assert both.one("select clerk.close_account()")
    with both.everything():
        rows = both.rows(
            "select about_name, sentence, expires_at from vault.vouch where speaker = %s and hearer = %s",
            [cast.sari, cast.budi],
        )
        left = both.one("select count(*) from vault.vouch_left where hearer = %s", [getattr(cast, who)])
    over = NOW + timedelta(hours=1)
    expected = {
        "sari": [],
        "budi": [("Ratna Dewi", "kata rahasia Sari", over)],
        "ratna": [("", "kata rahasia Sari", over)],
    }
    assert rows == expected[who]
    assert left == 0
