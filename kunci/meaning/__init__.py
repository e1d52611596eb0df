"""Texts read for matching. The encoder is somebody's library and may be missing: then `vector` is None throughout."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kunci.core.matching import Reading, marks


class Encoder:
    """Where texts point in meaning."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each text, `DIMENSIONS` wide."""
        raise NotImplementedError


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """The one of this process, loaded when it is first asked for. None: there is none here, match by words."""
    return None


def read(texts: Sequence[str]) -> list[Reading]:
    """Each text, in this order."""
    meant = encoder()
    if meant is None:
        return [Reading(None, marks(text)) for text in texts]
    return [Reading(vector, marks(text)) for text, vector in zip(texts, meant.vectors(texts), strict=True)]
