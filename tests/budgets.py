"""A time budget for each part of the suite: the run fails where one is overdrawn, and always says what was spent.

Seconds add up over the workers. The budgets are about half as much again as a part took on two cores that did
other work besides, so that they catch a part that has grown, not a machine that is busy.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

BUDGETS = {
    "actions": 900,
    "backtest": 120,
    "bench": 120,
    "browser": 1200,
    "core": 250,
    "meaning": 60,
    "models": 20,
    "secrecy": 1200,
    "site": 500,
    "web": 220,
    "walls": 40,
}
_spent: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _spent[_part(report.nodeid)] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = (f"{part} {spent:.0f} of {BUDGETS[part]} s" for part, spent in sorted(_spent.items()))
    terminalreporter.write_line(f"Time budgets: {', '.join(told)}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    over = [part for part, spent in _spent.items() if spent > BUDGETS[part]]
    if over and session.exitstatus == pytest.ExitCode.OK and session.config.getoption("markexpr") != "heavy":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _part(nodeid: str) -> str:
    """tests/<part>/test_x.py::… ; a file directly under tests stands for the walls."""
    folders = nodeid.split("::")[0].split("/")
    return folders[1] if len(folders) > 2 else "walls"
