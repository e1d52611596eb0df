"""What established members have experienced with somebody, in one of three words, drawn once a month.

It advises and is never a gate. Whoever told an outcome says whether it may be counted; from five voices on a word is
drawn from the record as it stood when the month began, and until the next drawing nothing moves.

**A voice is a branch.** Invitations grow a tree from the founders. Whoever a founder brought in begins a branch, and
all whom they brought in, directly or through others, belong to it; a founder is a branch of their own. However many
accounts stand in a branch, they speak with one voice: this is the flow of establishment.py where every person but a
founder passes on one voice. So nobody becomes five people by inviting.

**The same yardstick for everybody.** Beside the voices stand one good and one bad experience, presumed and fixed, as in
the standing of the product (policy.py): neither the reader's own average nor that of whoever tells comes in.

**No one person moves it.** A word stays as long as it would be said without some one of the voices; a new one is said
at either end only where it would be said without any one of them. All in whole numbers, for models/sql/repute.sql does
the same, and the two must agree to the last voice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum


class Word(IntEnum):
    """What somebody says of one handover; also, of many, what is said of a member."""

    BAD = 0
    MIXED = 1
    GOOD = 2


WORD_OF = {"broken": Word.BAD, "unfit": Word.MIXED, "good": Word.GOOD}  # of an outcome's verdict
NAMES = {Word.BAD: "bad", Word.MIXED: "mixed", Word.GOOD: "good"}

LEAST = 5  # voices; of fewer too many could work out what each of the others said
LINGERS = 4  # one may leave without a trace: of so many the word drawn before stands
LINGERING = 6  # months that it does; then what was taken back is out of it for good
SETTLED = timedelta(days=90)  # a member for so long speaks for members of long standing
OLD = timedelta(days=1096)  # what was told three years ago no longer says how somebody is


@dataclass(frozen=True, slots=True)
class Telling:
    """An outcome that its teller allowed to be counted, from `since` until they took it back."""

    teller: str
    verdict: str
    told_at: datetime
    since: datetime
    until: datetime | None = None

    def counts(self, start: datetime) -> bool:
        """As the record stood at that instant."""
        stood = self.since < start and (self.until is None or self.until >= start)
        return stood and start - OLD <= self.told_at < start


@dataclass(frozen=True, slots=True)
class Member:
    """`branch`: whoever began it; None where no invitation leads back to a founder."""

    branch: str | None
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Drawn:
    """The word of a member, and the month in which it was last drawn from enough voices."""

    word: Word
    month: date


def branches(inviter: Mapping[str, str], founders: Iterable[str]) -> dict[str, str]:
    """The branch of everybody whom invitations lead back to a founder. `inviter`: who brought in whom, first."""
    found = {one: one for one in founders}
    roots = frozenset(found)
    for member in inviter:
        path = [member]
        while path[-1] not in found and path[-1] in inviter and inviter[path[-1]] not in path:
            path.append(inviter[path[-1]])
        *below, top = path
        if below and top in found:  # else whoever brought them in is unknown
            head = below[-1] if top in roots else found[top]
            found.update(dict.fromkeys(below, head))
    return found


def voices(tellings: Iterable[Telling], members: Mapping[str, Member], start: datetime) -> tuple[Word, ...]:
    """What each branch says of one member, sorted: of several words the middle one, of two the worse."""
    of_teller: defaultdict[str, list[Word]] = defaultdict(list)
    for one in tellings:
        if one.counts(start):
            of_teller[one.teller].append(WORD_OF[one.verdict])
    of_branch: defaultdict[str, list[Word]] = defaultdict(list)
    for teller, said in of_teller.items():
        member = members[teller]
        if member.branch is not None and member.joined_at <= start - SETTLED:
            of_branch[member.branch].append(_middle(said))
    return tuple(sorted(_middle(said) for said in of_branch.values()))


def said(total: int, voices: int) -> Word:
    """The word for so many voices that say `total` together. With one good and one bad experience beside them it is
    good from three quarters on, and bad below a half."""
    if 2 * (total + 2) >= 3 * (voices + 2):
        return Word.GOOD
    return Word.MIXED if total >= voices else Word.BAD


def reach(voices: Sequence[Word]) -> tuple[Word, Word]:
    """The lowest and the highest word that could be said if any one voice were missing."""
    total, others = sum(voices), len(voices) - 1
    return said(total - max(voices), others), said(total - min(voices), others)


def draw(voices: Sequence[Word], before: Drawn | None, month: date) -> Drawn | None:
    """The word of this month, None where nothing is said. `before`: what was said in the last one."""
    if len(voices) >= LEAST:
        low, high = reach(voices)
        if before is not None and low <= before.word <= high:
            return Drawn(before.word, month)
        return Drawn(low if low == high else Word.MIXED, month)
    if len(voices) >= LINGERS and before is not None and _months(before.month, month) <= LINGERING:
        return before
    return None


def _middle(words: Sequence[Word]) -> Word:
    return sorted(words)[(len(words) - 1) // 2]


def _months(since: date, until: date) -> int:
    return 12 * (until.year - since.year) + until.month - since.month
