"""docs/security.md: a row for every requirement of levels 1 and 2, and a test behind every yes."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.test_walls import ROOT

REQUIREMENTS = 253  # of levels 1 and 2 in ASVS 5.0.0


def rows() -> list[tuple[str, str, str, str]]:
    text = (ROOT / "docs" / "security.md").read_text()
    found = [re.split(r" ?\| ?", line.strip("| \n")) for line in text.splitlines() if line.startswith("| V")]
    return [(one[0], one[1], one[2], one[3] if len(one) > 3 else "") for one in found]


def ids(written: str) -> list[str]:
    """`V1.2.6–V1.2.8` is three."""
    first, _, last = written.partition("–")
    section, _, start = first.rpartition(".")
    end = last.rpartition(".")[2] if last else start
    assert not last or last.rpartition(".")[0] == section, written
    return [f"{section}.{number}" for number in range(int(start), int(end) + 1)]


def test_every_requirement_of_levels_one_and_two_has_one_row() -> None:
    counted = Counter(id for written, _, _, _ in rows() for id in ids(written))
    assert [id for id, times in counted.items() if times > 1] == []
    assert len(counted) == REQUIREMENTS


def test_every_row_says_how_it_stands_and_every_yes_by_which_test() -> None:
    for written, stands, how, shown in rows():
        assert stands in ("yes", "partly", "no", "none", "operator"), written
        assert how, written
        assert shown if stands == "yes" else stands in ("partly", "no", "none", "operator"), written
        for path in re.findall(r"`([^`]+)`", shown):
            file, _, name = path.partition("::")
            assert (ROOT / file).is_file(), path
            if name:
                functions = {node.name for node in ast.walk(ast.parse((ROOT / file).read_text()))
                             if isinstance(node, ast.FunctionDef)}  # fmt: skip
                assert name in functions, path
