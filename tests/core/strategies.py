"""What Hypothesis draws from: evidence, passes, faces and grants around one day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from kunci.core.addressbook import Card
from kunci.core.bringing import Judgement, Sorter
from kunci.core.evidence import WORDS, Evidence, Kind, Often
from kunci.core.gates import NO_END, Face, FaceKind, Grant, OwnGate, Pass, gate_of
from kunci.core.layers import facts_of
from kunci.core.rungs import LADDER, Rung

TODAY = date(2026, 6, 5)
NOW = datetime(2026, 6, 5, 5, 0, tzinfo=UTC)  # noon in Jakarta
MEMBERS = ("budi", "dewi", "rina", "sari")

GOOD = (
    Kind.PRIOR,
    Kind.MET,
    Kind.ONE_TO_ONE,
    Kind.CALL,
    Kind.CHAT,
    Kind.VISIT,
    Kind.EVENT,
    Kind.PROMISE_KEPT,
    Kind.HELP_GIVEN,
    Kind.HELP_RECEIVED,
    Kind.OUTCOME_GOOD,
    Kind.VOUCH,
    Kind.MEDIATED_GOOD,
)
BAD = (
    Kind.PROMISE_BROKEN, Kind.OUTCOME_UNFIT, Kind.OUTCOME_BROKEN, Kind.WARNING, Kind.WORD_FAILED, Kind.MEDIATED_BROKEN,
)  # fmt: skip


@st.composite
def facts(draw: st.DrawFn, id: str, kinds: tuple[Kind, ...] = GOOD + BAD) -> Evidence:
    """One row that voids nothing, dated from three years back to a month ahead."""
    kind = draw(st.sampled_from(kinds))
    on = TODAY - timedelta(days=draw(st.integers(-30, 1000)))
    if kind in WORDS:
        return Evidence(id, kind, on, weight=draw(st.sampled_from((0.0, 0.3, 0.5, 1.0))))
    if kind is not Kind.PRIOR:
        return Evidence(id, kind, on)
    since = on - timedelta(days=draw(st.integers(0, 9000)))
    return Evidence(id, kind, on, since=since, often=draw(st.sampled_from(Often)))


@st.composite
def ties(draw: st.DrawFn, max_rows: int = 25) -> tuple[Evidence, ...]:
    """All rows of one tie; some are voided, by withdrawals or by rows that replace them, and some of those again."""
    rows: list[Evidence] = []
    for number in range(draw(st.integers(0, max_rows))):
        row = draw(facts(f"e{number}"))
        if rows and draw(st.integers(0, 4)) == 0:
            voids = draw(st.sampled_from(rows)).id
            kind = draw(st.sampled_from((Kind.WITHDRAWAL, Kind.MET, Kind.PROMISE_KEPT, Kind.OUTCOME_BROKEN)))
            row = Evidence(row.id, kind, row.on, voids=voids)
        rows.append(row)
    return tuple(rows)


def instants(days_back: int = 400, days_ahead: int = 1500) -> st.SearchStrategy[datetime]:
    """Whole seconds and fractions of them around NOW."""
    spread = st.integers(-days_back * 86_400_000, days_ahead * 86_400_000)
    return spread.map(lambda milliseconds: NOW + timedelta(milliseconds=milliseconds))


@st.composite
def passes_between(draw: st.DrawFn, holder: str, viewer: str) -> Pass:
    """Ends in order, some past, some exactly now, some shut."""
    days = draw(st.lists(st.sampled_from((-30, -1, 0, 1, 30)), max_size=3))
    ends = [NOW + timedelta(days=day) for day in sorted(days, reverse=True)]
    return Pass(holder, viewer, *ends)


@st.composite
def passes(draw: st.DrawFn) -> tuple[Pass, ...]:
    """At most one pass for each ordered pair of members."""
    pairs = [(holder, viewer) for holder in MEMBERS for viewer in MEMBERS if holder != viewer]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    return tuple(draw(passes_between(holder, viewer)) for holder, viewer in chosen)


@st.composite
def faces(draw: st.DrawFn) -> tuple[Face, ...]:
    """Faces of several holders in all three states: nobody, everybody on a rung, named people."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        holder = draw(st.sampled_from(MEMBERS))
        gate = draw(st.sampled_from([*Rung, None]))
        face = f"face{number}"
        found.append(
            Face(
                id=face,
                key=f"key{number}",
                holder=holder,
                kind=draw(st.sampled_from(FaceKind)),
                rung=draw(st.sampled_from([*LADDER, None])),
                gate=OwnGate(holder, face) if gate is None else gate_of(holder, gate),
            )
        )
    return tuple(found)


@st.composite
def grants(draw: st.DrawFn, to: tuple[Face, ...]) -> tuple[Grant, ...]:
    """Grants on the own gates of these faces, live, over, or waiting for a pass; also for faces not hung there."""
    ends = st.sampled_from((NOW - timedelta(days=1), NOW, NOW + timedelta(days=1), NO_END))
    return tuple(
        Grant(
            OwnGate(face.holder, face.id),
            draw(st.sampled_from(MEMBERS)),
            draw(ends),
            draw(st.sampled_from([*LADDER, None])),
        )
        for face in draw(st.lists(st.sampled_from(to), max_size=10))
    )


def judged(cards: Iterable[Card]) -> list[Judgement]:
    """What an import onto an empty keyring would do with each card."""
    sorter = Sorter()
    return [sorter.take(card.position, facts_of(card)) for card in cards]
