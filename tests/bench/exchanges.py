"""The rows of two years of exchanges in the made-up network, in every state; plan.py says what became of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import psycopg

from kunci.core.exchange import AGAIN_AFTER, AGAIN_WITHIN, ASK_LASTS, OFFER_LASTS, PAUSE, TELL_WITHIN
from tests.bench.plan import ANSWERS, DECISIONS, YES, Bools, Network, Plan
from tests.bench.rows import NULL, Floats, Ids, copy, days_of, instants, lines_of, repeat

FILLED = (
    "request", "request_card", "turned_away", "offer", "offer_left", "ready", "decision", "consent", "consent_answer",
    "handover", "introduction", "outcome", "felt", "notice", "journal",
)  # fmt: skip
OFFERING, SETTING_ASIDE, WITH_CARD = 0.03, 0.03, 0.3
VERDICTS, VERDICT_SHARES = ("good", "unfit", "broken"), (0.75, 0.2, 0.05)
CAME, CAME_SHARES = ("", "nothing", "meeting", "business"), (0.2, 0.2, 0.35, 0.25)
TOLD = {(1, "holder"): 0.7, (1, "asker"): 0.6, (2, "holder"): 0.5, (2, "asker"): 0.4}
FELT = {1: 0.5, 2: 0.3}
ENTRIES = 300  # other entries in the journal of whoever is measured
SENTENCE = "Saya ingin bertemu untuk membicarakan pengadaan tahun depan."


@dataclass(frozen=True)
class Marked:
    """The ids of one subject's steps to measure (see Plan), and of an offer made to them."""

    asking: UUID
    waiting: UUID
    agreed: UUID
    handover: UUID
    offer: UUID


def fill(
    cursor: psycopg.Cursor,
    rng: np.random.Generator,
    net: Network,
    made: Plan,
    subjects: dict[int, tuple[int, ...]],
    hubs: int,
) -> list[Marked]:
    """Writes all rows; of each subject in turn the ids of what is measured."""
    requests = Ids(rng, len(made.asker))
    notices: list[str] = []
    _requests(cursor, rng, net, made, requests)
    _answers(cursor, rng, net, made, requests, notices)
    handovers = _handovers(cursor, rng, net, made, requests, subjects, notices)
    offers = _offers(cursor, rng, net, subjects, hubs, notices)
    columns = ("id", "member", "kind", "subject", "created_at", "seen_at")
    copy(cursor, "notice", columns, lines_of(Ids(rng, len(notices)).text, notices))
    texts = (requests.of(made.asking), requests.of(made.waiting), requests.of(made.agreed))
    columns_of = (*texts, [handovers[at] for at in made.handed.tolist()], offers)
    return [Marked(*map(UUID, ids)) for ids in zip(*columns_of, strict=True)]


def _where(condition: Bools, values: list[str]) -> list[str]:
    return [value if yes else NULL for yes, value in zip(condition.tolist(), values, strict=True)]


def _sealed(ids: Iterable[str], rng: np.random.Generator, size: int) -> tuple[Iterable[str], Iterable[str]]:
    """Bytes of the right length that no key opens."""
    noise, wrapped = rng.bytes(size).hex(), rng.bytes(44).hex()
    return (f"\\\\x{noise}{id}" for id in ids), repeat(f"\\\\x0001{wrapped}{wrapped[:32]}")


def _note(notices: list[str], member: list[str], kind: str, subject: list[str], days: Floats) -> None:
    """A line each; what is more than ten days old was looked at."""
    at, seen = instants(days), _where(days > 10, instants(np.maximum(days - 1, 0)))
    notices.extend(lines_of(member, repeat(kind), subject, at, seen))


def _requests(cursor: psycopg.Cursor, rng: np.random.Generator, net: Network, made: Plan, requests: Ids) -> None:
    asker, holder, key = net.people.of(made.asker), net.people.of(made.holder), net.keys.of(made.key)
    lasts, pause = days_of(ASK_LASTS), days_of(PAUSE)
    copy(
        cursor,
        "request",
        ("id", "key", "holder", "asker", "sentence", "why", "language", "shown_hint", "shown_name", "asked_at",
         "expires_at", "withdrawn_at", "pause_until", "heard_by"),
        lines_of(
            requests.text, key, holder, asker, repeat(SENTENCE), repeat("Kami mencari mitra."), repeat("id"),
            repeat("Kepala pengadaan, rumah sakit, Surabaya"), repeat(""), instants(made.days),
            instants(made.days - lasts), _where(made.withdrawn, instants(made.days - 0.4)),
            _where(made.heard, instants(made.days - lasts - pause)), _where(made.heard, holder),
        ),
    )  # fmt: skip
    carded = np.flatnonzero(rng.random(len(key)) < WITH_CARD)
    ids = requests.of(carded)
    copy(
        cursor,
        "request_card",
        ("request", "asker", "heard_by", "sealed", "wrapped_key"),
        lines_of(
            ids, net.people.of(made.asker[carded]),
            _where(made.heard[carded], net.people.of(made.holder[carded])), *_sealed(ids, rng, 180),
        ),
    )  # fmt: skip


def _answers(
    cursor: psycopg.Cursor, rng: np.random.Generator, net: Network, made: Plan, requests: Ids, notices: list[str]
) -> None:
    heard = np.flatnonzero(made.heard)
    _note(notices, net.people.of(made.holder[heard]), "asked", requests.of(heard), made.days[heard])
    decided = np.flatnonzero(made.decision != 3)
    said = [DECISIONS[one] for one in made.decision[decided].tolist()]
    # Some thought better of it: an earlier decision that no longer counts.
    earlier = np.flatnonzero((made.decision == YES) & (rng.random(len(made.days)) < 0.2))
    both = np.concatenate([decided, earlier])
    at = np.concatenate([made.days[decided] - 2, made.days[earlier] - 1])
    copy(
        cursor,
        "decision",
        ("id", "request", "holder", "answer", "decided_at"),
        lines_of(
            Ids(rng, len(both)).text, requests.of(both), net.people.of(made.holder[both]),
            [*said, *("not_now" for _ in earlier)], instants(at),
        ),
    )  # fmt: skip
    never = np.flatnonzero(made.decision == 2)
    copy(
        cursor,
        "turned_away",
        ("holder", "asker", "key", "since"),
        lines_of(
            net.people.of(made.holder[never]), net.people.of(made.asker[never]), net.keys.of(made.key[never]),
            instants(made.days[never] - 2),
        ),
    )  # fmt: skip
    agreed = np.flatnonzero(made.decision == YES)
    holder, consents = net.people.of(made.holder[agreed]), Ids(rng, len(agreed))
    copy(
        cursor,
        "consent",
        ("id", "request", "holder", "language", "by_mail", "created_at", "expires_at"),
        lines_of(
            consents.text, requests.of(agreed), holder, repeat("id"), repeat("t"), instants(made.days[agreed] - 2),
            instants(made.days[agreed] - 23),
        ),
    )  # fmt: skip
    answered = np.flatnonzero(made.answer[agreed] != 4)
    of = agreed[answered]
    told = (made.answer[of] == YES) | (rng.random(len(of)) < 0.6)
    copy(
        cursor,
        "consent_answer",
        ("id", "consent", "holder", "answer", "tell_holder", "language", "answered_at"),
        lines_of(
            Ids(rng, len(of)).text, consents.of(answered), net.people.of(made.holder[of]),
            [ANSWERS[one] for one in made.answer[of].tolist()], ["t" if one else "f" for one in told.tolist()],
            repeat("id"), instants(made.days[of] - 4),
        ),
    )  # fmt: skip
    heard_of = of[told]
    _note(notices, net.people.of(made.holder[heard_of]), "answered", requests.of(heard_of), made.days[heard_of] - 4)


def _handovers(
    cursor: psycopg.Cursor,
    rng: np.random.Generator,
    net: Network,
    made: Plan,
    requests: Ids,
    subjects: dict[int, tuple[int, ...]],
    notices: list[str],
) -> dict[int, str]:
    """By the number of its ask the id of each handover."""
    over = np.flatnonzero(made.over)
    ids, ago = Ids(rng, len(over)), made.days[over] - 6
    asker, holder = made.asker[over], made.holder[over]
    until = {1: ago - days_of(TELL_WITHIN), 2: ago - days_of(AGAIN_AFTER + AGAIN_WITHIN)}
    copy(
        cursor,
        "handover",
        ("id", "request", "key", "holder", "asker", "handed_at", "tell_until", "again_from", "again_until"),
        lines_of(
            ids.text, requests.of(over), net.keys.of(made.key[over]), net.people.of(holder), net.people.of(asker),
            instants(ago), instants(until[1]), instants(ago - days_of(AGAIN_AFTER)), instants(until[2]),
        ),
    )  # fmt: skip
    copy(
        cursor,
        "introduction",
        ("handover", "holder", "by_mail", "sealed", "wrapped_key"),
        lines_of(ids.text, net.people.of(holder), repeat("t"), *_sealed(ids.text, rng, 1_200)),
    )
    _note(notices, net.people.of(asker), "handed", ids.text, ago)
    marked = np.isin(over, made.handed)
    told: dict[tuple[int, str], Bools] = {}
    evidence: list[str] = []
    entries: list[str] = []
    for round, start in ((1, 0.0), (2, days_of(AGAIN_AFTER))):
        when = ago - start - rng.uniform(0.5, 11, len(over))
        for side, teller, other in (("holder", holder, asker), ("asker", asker, holder)):
            spoke = (rng.random(len(over)) < TOLD[round, side]) & ~marked
            # Of the handover to be measured both told at first, and the other again: that one does not show yet.
            spoke = (spoke | (marked & ((round == 1) | (side == "asker")))) & (when > 0)
            told[round, side] = spoke
            these = np.flatnonzero(spoke)
            verdicts = rng.choice(3, len(these), p=VERDICT_SHARES)
            # What carries the rungs to be measured stays: nobody measured was let down.
            verdicts = np.where(np.isin(teller[these], list(subjects)), np.minimum(verdicts, 1), verdicts)
            _outcomes(
                cursor, rng, round, ids.of(these), net.people.of(teller[these]), net.people.of(other[these]),
                [VERDICTS[one] for one in verdicts.tolist()], until[round][these], when[these],
            )  # fmt: skip
            at = instants(when[these])
            evidence += lines_of(
                net.ties_of(teller[these], other[these]), net.people.of(teller[these]),
                [f"outcome_{VERDICTS[one]}" for one in verdicts.tolist()], (one[:10] for one in at),
                repeat("catatan"), ids.of(these), at,
            )  # fmt: skip
            detail = json.dumps({"verdict": "good", "round": round, "moved": {"before": 2, "after": 2, "gained": []}})
            entries += lines_of(net.people.of(teller[these]), repeat("tell"), at, ids.of(these), repeat(detail))
        felt = np.flatnonzero((rng.random(len(over)) < FELT[round]) & (when > 0) | (marked & (round == 1)))
        copy(
            cursor,
            "felt",
            ("id", "handover", "round", "holder", "verdict", "came", "words", "tell_until", "told_at"),
            lines_of(
                Ids(rng, len(felt)).text, ids.of(felt), repeat(str(round)), net.people.of(holder[felt]),
                repeat("good"), repeat("meeting"), repeat("Senang bertemu."), instants(until[round][felt]),
                instants(when[felt]),
            ),
        )  # fmt: skip
    both = np.flatnonzero(told[1, "holder"] & told[1, "asker"])
    for reader in (holder, asker):
        _note(notices, net.people.of(reader[both]), "told", ids.of(both), ago[both] - 11)
    columns = ("id", "tie", "member", "kind", "happened_on", "note", "handover", "created_at")
    copy(cursor, "evidence", columns, lines_of(Ids(rng, len(evidence)).text, evidence))
    _journal(cursor, rng, net, subjects, entries)
    return dict(zip(over.tolist(), ids.text, strict=True))


def _outcomes(
    cursor: psycopg.Cursor,
    rng: np.random.Generator,
    round: int,
    handovers: list[str],
    teller: list[str],
    other: list[str],
    verdicts: list[str],
    until: Floats,
    when: Floats,
) -> None:
    count = len(handovers)
    came = rng.choice(4, count, p=CAME_SHARES)
    worth = (came == 3) & (rng.random(count) < 0.5)
    amounts = _where(worth, [f"{one}000000" for one in rng.integers(1, 900, count).tolist()])
    copy(
        cursor,
        "outcome",
        ("id", "handover", "round", "teller", "other", "verdict", "came", "amount", "currency", "thanks", "tell_until",
         "told_at"),
        lines_of(
            Ids(rng, count).text, handovers, repeat(str(round)), teller, other, verdicts,
            [CAME[one] for one in came.tolist()], amounts, ["IDR" if one else "" for one in worth.tolist()],
            ["Terima kasih." if one else "" for one in (rng.random(count) < 0.4).tolist()], instants(until),
            instants(when),
        ),
    )  # fmt: skip


def _journal(
    cursor: psycopg.Cursor,
    rng: np.random.Generator,
    net: Network,
    subjects: dict[int, tuple[int, ...]],
    entries: list[str],
) -> None:
    for who, partners in subjects.items():
        other, detail = net.people.text[partners[0]], json.dumps({"before": 2, "after": 2})
        me = net.people.text[who]
        at = instants(rng.uniform(1, 700, ENTRIES))
        entries += lines_of(repeat(me), repeat("evidence.add"), at, repeat(other), repeat(detail))
    ids = Ids(rng, len(entries))
    columns = ("id", "once", "member", "verb", "at", "subject", "detail")
    copy(cursor, "journal", columns, lines_of(ids.text, ids.text, entries))


def _offers(
    cursor: psycopg.Cursor,
    rng: np.random.Generator,
    net: Network,
    subjects: dict[int, tuple[int, ...]],
    hubs: int,
    notices: list[str],
) -> list[str]:
    """Offers and keys set aside; of each subject the id of an offer that runs."""
    first = np.array([others[0] for others in subjects.values()])
    pairs = net.pairs_of(subjects, OFFERING, rng, hubs)
    partner = np.concatenate([np.array(list(subjects)), net.viewer[pairs]])
    holder = np.concatenate([first, net.holder[pairs]])
    key = holder * net.a_member + np.concatenate([np.full(len(first), 6), rng.integers(0, net.a_member, len(pairs))])
    days = np.concatenate([np.full(len(first), 5.0), rng.uniform(0.5, 720, len(pairs))])
    ids = Ids(rng, len(partner))
    copy(
        cursor,
        "offer",
        ("id", "key", "holder", "partner", "sentence", "shown_hint", "offered_at", "expires_at"),
        lines_of(
            ids.text, net.keys.of(key), net.people.of(holder), net.people.of(partner), repeat(SENTENCE),
            repeat("Notaris, properti, Malang"), instants(days), instants(days - days_of(OFFER_LASTS)),
        ),
    )  # fmt: skip
    left = np.flatnonzero((rng.random(len(partner)) < 0.2) & (days > 6))
    columns = ("partner", "offer", "left_at")
    copy(cursor, "offer_left", columns, lines_of(net.people.of(partner[left]), ids.of(left), instants(days[left] - 1)))
    _note(notices, net.people.of(partner), "offered", ids.text, days)
    aside = np.unique(net.pairs_of(subjects, SETTING_ASIDE, rng, hubs))
    # Two keys for each.
    holder, partner = np.repeat(net.holder[aside], 2), np.repeat(net.viewer[aside], 2)
    key = holder * net.a_member + np.tile([0, 4], len(aside))
    copy(
        cursor,
        "ready",
        ("holder", "partner", "key", "since"),
        lines_of(
            net.people.of(holder), net.people.of(partner), net.keys.of(key), repeat(instants(np.array([90.0]))[0])
        ),
    )  # fmt: skip
    return ids.text[: len(first)]
