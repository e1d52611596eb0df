"""Any address book into cards: its kind shows in its content, for people rename files."""

import re

from kunci.core.addressbook import Limits, ProblemCode, Reading, refusal
from kunci.core.archive import OPENS_A_ZIP, read_archive
from kunci.core.contentline import normal_bytes
from kunci.core.google import read_google
from kunci.core.linkedin import read_linkedin
from kunci.core.vcard import read_vcards

_DEFAULT_LIMITS = Limits()
_OPENS_A_CARD = re.compile(rb"\s*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)


def read_addressbook(data: bytes, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """The cards of a vCard file, LinkedIn's Connections.csv, Google Contacts' CSV or an archive of Kunci.

    Nothing is raised. `Reading.refused` is TOO_BIG, TOO_MANY, or NOT_AN_ADDRESS_BOOK for every other kind of file.
    """
    if len(data) > limits.bytes:
        return refusal(ProblemCode.TOO_BIG)
    if data.startswith(OPENS_A_ZIP):
        return read_archive(data, limits)
    # Only what opens a file tells: a note may well quote another format.
    if _OPENS_A_CARD.match(normal_bytes(data[:1_000])):
        return read_vcards(data, limits)
    for read in (read_linkedin, read_google):
        reading = read(data, limits)
        if reading.refused is not ProblemCode.NOT_AN_ADDRESS_BOOK:
            return reading
    reading = read_vcards(data, limits)  # with a few lines of something else before it
    return refusal(ProblemCode.NOT_AN_ADDRESS_BOOK) if reading.refused is ProblemCode.NOT_A_VCARD else reading
