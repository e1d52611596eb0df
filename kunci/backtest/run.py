"""The whole of `kunci backtest`: models scored on a ledger, attacks, and how well `know` tells renewed contact."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kunci.backtest import baselines, contact, score
from kunci.backtest.attacks import attacks
from kunci.backtest.ledger import Ledger, read_contacts, read_ratings
from kunci.backtest.replay import Replay, first_test, replay
from kunci.core.calibration import learn
from kunci.core.forecast import TRADING, forecast, gate
from kunci.core.rows import Floats

NOTE = (
    "Each rating is forecast from strictly earlier ones; the first 30% of the elapsed time only teach. In the gate's "
    "number each rating by somebody whom the rater had rated well counts as freely given to them."
)
WORDS = {"all": "all", "history": "with a history", "mediators": "mediators only", "neither": "neither"}


@dataclass(frozen=True)
class Result:
    """`models`: by model and case; `bounds`: bad rates in the best half and the worst tenth; None where not asked."""

    models: dict[str, dict[str, score.Score]]
    bounds: dict[str, tuple[float, float]]
    contact: dict[str, float] | None
    attacks: dict[str, dict[str, float]] | None


def backtest(ratings: Path | None, contacts: Path | None, *, attacked: bool) -> Result:
    """Raises `ledger.Unreadable`, with a sentence for the operator."""
    in_touch = contact.contact(read_contacts(contacts)) if contacts is not None else None
    if ratings is None:
        return Result({}, {}, in_touch, None)
    ledger = read_ratings(ratings)
    first = first_test(ledger)
    told = replay(ledger, np.arange(len(ledger)), TRADING)
    posteriors = {"gate": gate(told.heard, TRADING), "forecast": forecast(told.heard, TRADING)}
    simple = baselines.simple(ledger)
    said = {
        "gate": posteriors["gate"].bound(),
        "forecast": posteriors["forecast"].mean(),
        "mean": simple.mean,
        "beta": simple.beta,
        "forgetting": simple.forgetting,
        "fairness_goodness": baselines.fairness_goodness(ledger, first),
        "mediators": simple.mediators,
        "logistic": baselines.logistic(ledger, told, simple, first),
    }
    bad = ~ledger.good
    return Result(
        models={name: _scored(name, values, ledger, told, first) for name, values in said.items()},
        bounds={name: score.bad_rates(of.bound()[first:], bad[first:]) for name, of in posteriors.items()},
        contact=in_touch,
        attacks=attacks(ledger, TRADING, told, first) if attacked else None,
    )


def corrected(good: Floats, ledger: Ledger, told: Replay) -> Floats:
    """What a model says for "good" as a probability: month by month set right by the months before.

    What counts is what established members told, so that fakes can't teach it.
    """
    inside = np.clip(good, 1e-4, 1.0 - 1e-4)
    came = ledger.good.astype(np.float64)
    right = inside.copy()
    for month in np.unique(told.month).tolist():
        past, now = told.month < month, told.month == month
        right[now] = learn(inside[past], came[past], told.weight[past]).of(inside[now])
    return right


def _scored(name: str, good: Floats, ledger: Ledger, told: Replay, first: int) -> dict[str, score.Score]:
    right = good if name == "logistic" else corrected(_as_share(good), ledger, told)
    ranking = right if name == "forecast" else good  # the forecast is what is said, so it is judged as said
    test = slice(first, None)
    bad, target = ~ledger.good[test], ledger.target[test]
    return {
        case: score.score(ranking[test][rows[test]], right[test][rows[test]], bad[rows[test]], target[rows[test]])
        for case, rows in told.cases.items()
    }


def _as_share(good: Floats) -> Floats:
    """From -1..1, where a model speaks so, to 0..1."""
    return (good + 1.0) / 2.0 if good.min() < 0.0 else good


def as_json(result: Result) -> str:
    """`{"models": {...}, "contact": {...}, "attacks": {...}}`, of it what was asked for; null for no number."""
    found: dict[str, object] = {}
    if result.models:
        found["note"] = NOTE
        found["models"] = {name: {case: _fields(one) for case, one in of.items()} for name, of in result.models.items()}
        found["bounds"] = {
            name: {"bad_in_best_half": best, "bad_in_worst_tenth": worst}
            for name, (best, worst) in result.bounds.items()
        }
    if result.contact is not None:
        found["contact"] = result.contact
    if result.attacks is not None:
        found["attacks"] = result.attacks
    return json.dumps(_without_nan(found), indent=1)


def _fields(one: score.Score) -> dict[str, object]:
    return {
        "auc": one.auc.value,
        "auc_interval": [one.auc.low, one.auc.high],
        "ap": one.ap.value,
        "ap_interval": [one.ap.low, one.ap.high],
        "brier": one.brier,
        "calibration_error": one.calibration,
        "n": one.n,
        "bad": one.bad,
    }


def _without_nan(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_nan(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def as_text(result: Result) -> Iterator[str]:
    """The same for reading, line by line."""
    if result.models:
        yield NOTE
        yield "AUC and average precision of bad outcomes with 95% intervals clustered by target."
        for case in WORDS:
            one = next(iter(result.models.values()))[case]
            yield f"\n{WORDS[case]}: {one.n} ratings, {one.bad} bad"
            for name, of in result.models.items():
                yield f"  {name:18} {_line(of[case])}"
        yield "\nbad outcomes by the lower bound"
        for name, (best, worst) in result.bounds.items():
            yield f"  {name:18} best half {best:.1%}, worst tenth {worst:.1%}"
    if result.contact is not None:
        yield "\nrenewed contact within 14 days, mean AUC over 6 dates"
        for name, value in result.contact.items():
            yield f"  {name:18} {value:.3f}"
    if result.attacks is not None:
        yield "\nattacks"
        for name, figures in result.attacks.items():
            yield f"  {name:18} " + ", ".join(
                f"{what.replace('_', ' ')} {value:.3f}" for what, value in figures.items()
            )


def _line(one: score.Score) -> str:
    auc, ap = one.auc, one.ap
    return (
        f"AUC {auc.value:.3f} [{auc.low:.3f}, {auc.high:.3f}]  AP {ap.value:.3f} [{ap.low:.3f}, {ap.high:.3f}]  "
        f"Brier {one.brier:.3f}  calibration error {one.calibration:.3f}"
    )
