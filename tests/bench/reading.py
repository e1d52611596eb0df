"""How long texts take to be read, and one to be held against 5,000: `make bench-reading`.

The texts are those of the labelled sets in `tests/core/sets`, each in many towns.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kunci import meaning
from kunci.core import matching
from kunci.core.places import CITIES
from kunci.site.match import load

SETS = Path(__file__).parent.parent / "core" / "sets"
DOORS = 5_000
TURNS = 400


def main() -> None:
    sets = [load(file) for file in sorted(SETS.glob("*.json"))]
    wants = [text for one in sets for text in one.wants.values()]
    keys = [text for one in sets for text in one.keys.values()]
    cities = list(CITIES)
    texts = [f"{keys[turn % len(keys)]}, {cities[turn % len(cities)]}" for turn in range(DOORS)]
    encoder = meaning.encoder()
    if encoder is None:
        sys.stdout.write("There is no encoder here.\n")
        return
    encoder.vectors(["warm"])
    _print("one text encoded", lambda turn: encoder.vectors([texts[turn]]))
    _print("one text read (encoded twice, marks)", lambda turn: meaning.read([texts[turn]]))
    doors, asked = meaning.read(texts), meaning.read(wants)
    stack = matching.Stack.of(doors)
    many = matching.Stack.of((asked * DOORS)[:DOORS])
    _print("5,000 doors stacked", lambda _: matching.Stack.of(doors), turns=40)
    _print("one want, 5,000 doors stacked before", lambda turn: matching.best(asked[turn % len(asked)], stack))
    _print("one want, 5,000 readings", lambda turn: matching.best(asked[turn % len(asked)], doors), turns=100)
    _print("one door, 5,000 wants stacked before", lambda turn: matching.wanting(doors[turn], many))


def _print(what: str, do: Callable[[int], object], turns: int = TURNS) -> None:
    took, busy = [], []
    for turn in range(turns):
        began, began_busy = time.perf_counter(), time.process_time()
        do(turn)
        took.append((time.perf_counter() - began) * 1_000)
        busy.append((time.process_time() - began_busy) * 1_000)
    median, late = np.percentile(took, [50, 99])
    sys.stdout.write(f"{what:42} median {median:6.2f} ms   p99 {late:6.2f} ms   processor {np.median(busy):6.2f} ms\n")


if __name__ == "__main__":
    main()
