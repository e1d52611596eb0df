"""What texts say, kept for matching (see sql/meaning.sql)."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kunci.core.matching import DIMENSIONS, Reading, Vector
from kunci.models.base import Door

_HEAD = 4  # bytes before the numbers: how many there are, and nothing


def _places() -> models.GeneratedField:
    expression = models.Func("marks", function="vault.signature")
    return models.GeneratedField(expression=expression, output_field=models.TextField(), db_persist=True)


class MeaningBase(Door):
    v = models.TextField(null=True)  # as pgvector writes it; read through door.as_bytes
    marks = ArrayField(models.TextField())
    version = models.SmallIntegerField()

    class Meta(Door.Meta):
        abstract = True


class Meaning(MeaningBase):
    """What a face says whose gate is open to me (reveal/matching.py asks in SQL)."""

    face = models.UUIDField(primary_key=True)
    key = models.UUIDField()
    holder = models.UUIDField()
    places: Any = _places()

    class Meta(MeaningBase.Meta):
        db_table = "meaning"


class OwnMeaning(MeaningBase):
    """What a face of mine says, with the gate it hangs behind."""

    face = models.UUIDField(primary_key=True)
    gate = models.UUIDField()
    key = models.UUIDField()
    holder = models.UUIDField()
    places: Any = _places()

    class Meta(MeaningBase.Meta):
        db_table = "own_meaning"


class HeardMeaning(MeaningBase):
    """What a want says that I may hear of (reveal/matching.py asks in SQL)."""

    want = models.UUIDField(primary_key=True)
    author = models.UUIDField()
    text = models.TextField()
    places: Any = _places()

    class Meta(MeaningBase.Meta):
        db_table = "heard_meaning"


class WantMeaning(MeaningBase):
    """What a want of mine says."""

    id = models.UUIDField(primary_key=True)
    member = models.UUIDField()
    text = models.TextField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(MeaningBase.Meta):
        db_table = "want_meaning"


def columns(reading: Reading) -> dict[str, Any]:
    """A reading as it is kept: half the digits, which change no order that anybody would notice."""
    vector = reading.vector
    return {
        "v": None if vector is None else f"[{','.join(map(repr, vector.astype(np.float16).tolist()))}]",
        "marks": sorted(reading.marks),
    }


def as_reading(sent: bytes | memoryview | None, marks: list[str]) -> Reading:
    """What was kept, from door.as_bytes and the marks."""
    return Reading(_vector(sent) if sent is not None else None, frozenset(marks))


def _vector(sent: bytes | memoryview) -> Vector:
    found = np.frombuffer(sent, dtype=">f2", offset=_HEAD)
    if len(found) != DIMENSIONS:
        raise ValueError(f"a vector of {len(found)} numbers")
    return found.astype(np.float32)
