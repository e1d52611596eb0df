"""Loops over many rows, compiled once and kept beside their file; where that can't be written, for each process."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, by Numba: exact floating-point order, no shortcuts."""
    try:
        return cast(Callable[P, R], njit(cache=True)(function))
    except RuntimeError:  # no folder to keep it in
        return cast(Callable[P, R], njit(function))
