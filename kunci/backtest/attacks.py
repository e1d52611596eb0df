"""What bad will can do to the gate's number and to the forecast, on a ledger: how far each moves.

Two kinds. In the ledger attack, fakes rate the targets of the test period just before each one's first rating there,
picked with hindsight, and the loss of the area under the curve is measured. In the others, at one date, viewers rank a
subject among candidates before and after, and the change of its percentile is measured; candidates keep the scores that
they had before. A vouch is fooled when an established honest member rates a fake well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from kunci.backtest.ledger import Ledger
from kunci.backtest.replay import WEEK, Memory, Replay, founders_of, picture, replay
from kunci.backtest.score import Bools, ranked
from kunci.core.establishment import Record
from kunci.core.evidence import Evidence, Kind
from kunci.core.forecast import Clock, Heard, forecast, gate
from kunci.core.rows import UNIX_EPOCH, Floats, Ints
from kunci.core.standing import standing_of

SEED = 20_260_102
FAKES = 20
RING, SLANDERERS, ANCHORED = 100, 50, 8
SNAPSHOT = 0.7  # the share of the ratings before the date of the ranking attacks
VIEWERS, CANDIDATES, SUBJECTS, BRIBED_VIEWERS = 150, 300, 12, 40
BEST, WORST = 10.0, -10.0
MOMENT = 1e-3  # days

Row = tuple[int, int, float, float]


def attacks(ledger: Ledger, clock: Clock, clean: Replay, first: int) -> dict[str, dict[str, float]]:
    """Every attack by name; `clean` is the replay of all ratings."""
    stage = Stage.of(ledger, clock)
    return {
        "fakes": ledger_attack(ledger, clock, clean, first, fooled=0),
        "fakes_4_fooled": ledger_attack(ledger, clock, clean, first, fooled=4),
        "ring": stage.ring(fooled=0),
        "ring_10_fooled": stage.ring(fooled=10),
        "slander": stage.slander(fooled=0),
        "slander_10_fooled": stage.slander(fooled=10),
        "bribed_1": stage.bribed(1),
        "bribed_3": stage.bribed(3),
        "bribed_3_patient": stage.bribed(3, apart=WEEK),
        "fresh_identity": stage.fresh_identity(),
        "cramming": cramming(),
    }


def ledger_attack(ledger: Ledger, clock: Clock, clean: Replay, first: int, fooled: int) -> dict[str, float]:
    """Twenty fakes praise every bad target and slander as many good ones just before its first rating in the test.

    With fooled vouches, two for each of the first fakes. auc_lost: of the forecast; gate_auc_lost: of the gate's number
    of those who vouched for no fake.
    """
    random = np.random.default_rng(SEED)
    bad_once, first_day = _targets(ledger, first)
    bad = np.array(sorted(one for one, was in bad_once.items() if was))
    good = random.permutation(np.array(sorted(one for one, was in bad_once.items() if not was)))[: len(bad)]
    fakes = range(ledger.members, ledger.members + FAKES)
    before = ledger.day[first] - 1.0
    honest = _established_half(ledger, first)
    fools = random.choice(honest, fooled, replace=False).tolist() if fooled else []
    rows: list[Row] = [(fool, fakes[i // 2], BEST, before - 1.0) for i, fool in enumerate(fools)]
    rows += _clique(fakes, before)
    rows += [(fake, one, BEST, first_day[one] - MOMENT) for one in bad.tolist() for fake in fakes]
    rows += [(fake, one, WORST, first_day[one] - MOMENT) for one in good.tolist() for fake in fakes]
    attacked, places = _with(ledger, rows, ledger.members + FAKES)
    asked = places[first:]
    told = replay(attacked, asked, clock)
    was_bad, target = ~ledger.good[first:], ledger.target[first:]
    unfooled = ~np.isin(ledger.source[first:], fools)
    test = slice(first, None)
    return {
        "auc_lost": _auc(forecast(_rows(clean.heard, test), clock).mean(), was_bad, target)
        - _auc(forecast(told.heard, clock).mean(), was_bad, target),
        "gate_auc_lost": _auc(
            gate(_rows(clean.heard, test), clock).bound()[unfooled], was_bad[unfooled], target[unfooled]
        )
        - _auc(gate(told.heard, clock).bound()[unfooled], was_bad[unfooled], target[unfooled]),
    }


@dataclass(frozen=True)
class Stage:
    """A ledger at one date, who looks, at whom, and where each subject stood among the candidates before."""

    ledger: Ledger
    clock: Clock
    day: float
    viewers: Ints
    bad: Ints
    good: Ints
    honest: Ints
    candidates: Scores
    bad_before: Scores
    good_before: Scores

    @classmethod
    def of(cls, whole: Ledger, clock: Clock) -> Stage:
        """Viewers are active members; candidates have three ratings and few bad ones; the subjects are the worst known
        and the best known."""
        end = int(np.searchsorted(whole.day, whole.day[int(SNAPSHOT * len(whole))]))
        ledger, day = whole.up_to(end), float(whole.day[end])
        random = np.random.default_rng(SEED)
        got = np.bincount(ledger.target, minlength=ledger.members)
        bad = np.bincount(ledger.target[~ledger.good], minlength=ledger.members)
        gave = np.bincount(ledger.source, minlength=ledger.members)
        viewers = _some(random, np.flatnonzero(gave >= 5), VIEWERS)
        candidates = _some(random, np.flatnonzero((got >= 3) & (bad <= 0.2 * got)), CANDIDATES)
        worst = np.flatnonzero((bad >= 3) & (bad >= 0.5 * got))
        best = np.flatnonzero((got >= 10) & (bad == 0))
        worst = worst[np.argsort(-bad[worst], kind="stable")][:SUBJECTS]
        best = best[np.argsort(-got[best], kind="stable")][:SUBJECTS]
        known = picture(ledger, end, founders_of(ledger, end))
        seen = [_scores(ledger, clock, day, viewers, ones, known) for ones in (candidates, worst, best)]
        return cls(ledger, clock, day, viewers, worst, best, _established_half(ledger, end), *seen)

    def ring(self, fooled: int) -> dict[str, float]:
        """A hundred fakes praise each other and one account known to be bad: how far it rises."""
        return self._by_fakes(RING, fooled, self.bad, BEST, self.bad_before, "rise", 1.0)

    def slander(self, fooled: int) -> dict[str, float]:
        """Fifty fakes slander one good account: how far it falls."""
        return self._by_fakes(SLANDERERS, fooled, self.good, WORST, self.good_before, "fall", -1.0)

    def bribed(self, mediators: int, apart: float = 0.0) -> dict[str, float]:
        """Mediators whom the viewer trusts praise one bad account: how far it rises for that viewer.

        apart: days between one's praise and the next.
        rise_forewarned: for viewers whom somebody they trust has warned of it, or who know it themselves.
        """
        random = np.random.default_rng(SEED)
        rise: list[Floats] = []
        forewarned: list[Floats] = []
        known = picture(self.ledger, len(self.ledger), founders_of(self.ledger, len(self.ledger)))
        for place, viewer in enumerate(self.viewers.tolist()):
            trusted = self.ledger.target[(self.ledger.source == viewer) & self.ledger.good]
            trusted = np.setdiff1d(trusted, self.bad)
            if len(trusted) < mediators or len(rise) >= BRIBED_VIEWERS * SUBJECTS:
                continue
            bribed = random.choice(trusted, mediators, replace=False).tolist()
            said = [(one, self.day - MOMENT - ago * apart) for ago, one in enumerate(bribed)]
            rows = [(one, subject, BEST, day) for one, day in said for subject in self.bad.tolist()]
            attacked, _ = _with(self.ledger, rows, self.ledger.members)
            one = np.array([viewer])
            after = _scores(attacked, self.clock, self.day, one, self.bad, known)
            here = np.array([place])
            before, candidates = self.bad_before.only(here), self.candidates.only(here)
            moved = after.among(candidates) - before.among(candidates)
            for subject in range(len(self.bad)):
                rise.append(moved[:, 0, subject])
                if before.warned[0, subject]:
                    forewarned.append(moved[:, 0, subject])
        return _named("rise", _mean(rise)) | _named("rise_forewarned", _mean(forewarned))

    def fresh_identity(self) -> dict[str, float]:
        """A bad account comes back under a new name: what the gate's number gives it, against what trust begins at, and
        whether anything at all is known of it."""
        newcomer = np.array([self.ledger.members])
        attacked = Ledger(*_columns(self.ledger), self.ledger.members + 1)
        known = picture(attacked, len(attacked), founders_of(attacked, len(attacked)))
        seen = _heard(attacked, self.clock, self.day, self.viewers, newcomer, known)
        told = seen.own_good + seen.own_bad + seen.told_good + seen.told_bad + seen.record_good + seen.record_bad
        return {"opens": float(standing_of([], instant(self.day)).rung), "known_experiences": float(told.max())}

    def _by_fakes(
        self, fakes: int, fooled: int, subjects: Ints, rating: float, before: Scores, name: str, sign: float
    ) -> dict[str, float]:
        """One subject at a time: fakes who speak ill of many would give themselves away."""
        random = np.random.default_rng(SEED)
        moved = []
        for place, subject in enumerate(subjects.tolist()):
            ring = range(self.ledger.members, self.ledger.members + fakes)
            fools = random.choice(self.honest, fooled, replace=False).tolist() if fooled else []
            rows: list[Row] = [(fool, ring[i % ANCHORED], BEST, self.day - 3 * MOMENT) for i, fool in enumerate(fools)]
            rows += _clique(ring, self.day - 2 * MOMENT)
            rows += [(fake, subject, rating, self.day - MOMENT) for fake in ring]
            attacked, _ = _with(self.ledger, rows, self.ledger.members + fakes)
            known = picture(attacked, len(attacked), founders_of(attacked, len(attacked)))
            unfooled = np.flatnonzero(~np.isin(self.viewers, fools))
            one = np.array([subject])
            after = _scores(attacked, self.clock, self.day, self.viewers[unfooled], one, known)
            was, candidates = before.only(unfooled, np.array([place])), self.candidates.only(unfooled)
            change = after.among(candidates) - was.among(candidates)
            moved.append(sign * change[:, :, 0].mean(axis=1))
        return _named(name, _mean(moved))


@dataclass(frozen=True)
class Scores:
    """What viewers make of subjects: arrays of viewers x subjects."""

    gate: Floats
    forecast: Floats
    warned: Bools  # whether anything bad is known to the viewer without the record

    def only(self, viewers: Ints, subjects: Ints | None = None) -> Scores:
        """Those of some viewers, of all subjects or some; both by place."""
        columns = np.arange(self.gate.shape[1]) if subjects is None else subjects
        which = np.ix_(viewers, columns)
        return Scores(self.gate[which], self.forecast[which], self.warned[which])

    def among(self, candidates: Scores) -> Floats:
        """The percentile of each subject among the candidates, for the gate and the forecast; ties count half."""
        return np.stack([_percentile(self.gate, candidates.gate), _percentile(self.forecast, candidates.forecast)])


def cramming() -> dict[str, float]:
    """A hundred contacts in one day against ten weekly ones, as `know` has it."""
    today = date(2026, 6, 5)
    at = instant((today - UNIX_EPOCH).days + 0.5)
    crammed = standing_of([Evidence(f"c{i}", Kind.MET, today) for i in range(100)], at).know
    weekly = standing_of([Evidence(f"w{i}", Kind.MET, today - timedelta(weeks=i)) for i in range(10)], at).know
    return {"ratio": crammed / weekly}


def instant(day: float) -> datetime:
    """The instant of a day since 1970, with its fraction."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)


def _scores(ledger: Ledger, clock: Clock, day: float, viewers: Ints, subjects: Ints, known: Record) -> Scores:
    heard = _heard(ledger, clock, day, viewers, subjects, known)
    shape = (len(viewers), len(subjects))
    warned = heard.own_bad + heard.told_bad + heard.returned_bad > 0.0
    mean = forecast(heard, clock).mean()
    return Scores(gate(heard, clock).bound().reshape(shape), mean.reshape(shape), warned.reshape(shape))


def _heard(ledger: Ledger, clock: Clock, day: float, viewers: Ints, subjects: Ints, known: Record) -> Heard:
    """What each viewer hears about each subject, pairs in the order of viewers."""
    memory = Memory(clock)
    for row in zip(*(column.tolist() for column in _columns(ledger)), strict=True):
        memory.rate(*row)
    pairs = [memory.about(one, other, day, known)[0] for one in viewers.tolist() for other in subjects.tolist()]
    return Heard(*np.array(pairs).T)


def _percentile(subject: Floats, candidates: Floats) -> Floats:
    below = (candidates[:, None, :] < subject[:, :, None]).mean(axis=2)
    same = (candidates[:, None, :] == subject[:, :, None]).mean(axis=2)
    return np.asarray(below + 0.5 * same)


def _targets(ledger: Ledger, first: int) -> tuple[dict[int, bool], dict[int, float]]:
    """Of each target in the test: whether anybody rates it badly there, and the day of its first rating there."""
    bad: dict[int, bool] = {}
    day: dict[int, float] = {}
    for target, rating, on in zip(*(c[first:].tolist() for c in _columns(ledger)[1:]), strict=True):
        bad[target] = bad.get(target, False) or rating < 0.0
        day.setdefault(target, on)
    return bad, day


def _established_half(ledger: Ledger, end: int) -> Ints:
    """The more established half of all who are established at all."""
    weight = picture(ledger, end, founders_of(ledger, end)).praise
    return np.flatnonzero((weight > 0.0) & (weight >= np.median(weight[weight > 0.0])))


def _clique(fakes: Sequence[int], day: float) -> list[Row]:
    return [(one, other, BEST, day) for one in fakes for other in fakes if one != other]


def _with(ledger: Ledger, rows: Sequence[Row], members: int) -> tuple[Ledger, Ints]:
    more = np.array(rows)
    return ledger.with_more(more[:, 0].astype(np.int64), more[:, 1].astype(np.int64), more[:, 2], more[:, 3], members)


def _columns(ledger: Ledger) -> tuple[Ints, Ints, Floats, Floats]:
    return ledger.source, ledger.target, ledger.rating, ledger.day


def _rows(heard: Heard, which: slice) -> Heard:
    return Heard(*(getattr(heard, name)[which] for name in Heard.__dataclass_fields__))


def _auc(good: Floats, bad: Bools, target: Ints) -> float:
    return ranked(good, bad, target, resamples=0)[0].value


def _some(random: np.random.Generator, of: Ints, most: int) -> Ints:
    return of if len(of) <= most else random.choice(of, most, replace=False)


def _mean(moved: Sequence[Floats]) -> Floats:
    return np.mean(moved, axis=0) if len(moved) else np.full(2, np.nan)


def _named(name: str, both: Floats) -> dict[str, float]:
    return {f"gate_{name}": float(both[0]), name: float(both[1])}
