"""Invented cases to train one's feeling about people on: which of them went well, by number.

Their words stand in web/practice_cases.py. More went well than not, as among people who know each other.
"""

WELL = (
    True,
    False,
    True,
    True,
    False,
    False,
    False,
    False,
    True,
    True,
    True,
    True,
    False,
    True,
    True,
    False,
    False,
    False,
    True,
    True,
    False,
    True,
    False,
    False,
    True,
    True,
    False,
    True,
    True,
    False,
)
CASES = len(WELL)
