"""Sixty votes in twenty clusters, on which other programs were run once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Sample:
    """p, y, weights and groups, shape (60,)."""

    p: Array
    y: Array
    weights: Array
    groups: Array


P = """
36 87 90 62 66 31 19 19 17 82 48 55 26 15 13 21 72 51 33 41 9 88 12 52 97 2 10 24 55 6
41 49 57 2 74 93 67 24 27 1 68 92 74 1 34 46 32 84 6 24 72 83 57 84 70 16 89 31 7 67
"""  # in hundredths
Y = """
1 1 0 0 1 1 1 0 1 1 1 1 0 0 0 0 1 1 0 1 0 1 0 1 1 0 0 0 1 0 1 0 1 0 0 1 1 0 0 0 1 1 1 0
0 1 1 1 0 1 1 0 1 1 1 0 1 0 0 0
"""
W = """
11 41 28 89 39 27 85 22 42 92 7 20 52 48 97 90 67 8 23 58 46 97 49 95 23 86 66 87 72 64
22 14 11 19 27 28 25 48 67 87 91 22 97 66 34 78 30 69 33 57 13 91 13 77 30 27 98 20 79
56
"""  # in hundredths
G = """
16 5 5 2 8 18 10 11 12 17 6 9 13 5 0 14 0 14 13 8 3 9 12 9 10 18 3 2 3 12 7 9 6 16 8 4
11 18 1 15 9 15 0 17 4 4 7 4 16 1 10 12 16 19 13 3 18 4 2 9
"""


def numbers(text: str) -> Array:
    return np.array([int(word) for word in text.split()])


@pytest.fixture(scope="session")
def sample() -> Sample:
    return Sample(numbers(P) / 100, numbers(Y), numbers(W) / 100, numbers(G))
