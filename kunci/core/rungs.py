"""The ladder: how far one member lets another come."""

from enum import IntEnum


class Rung(IntEnum):
    """A rung of the ladder; whoever stands on one also stands on those below it."""

    STRANGER = 0
    KNOWN = 1
    TRUSTED = 2
    UNHESITATING = 3


# The rungs that somebody can be let onto. Being a stranger needs nobody's leave.
LADDER = (Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING)
