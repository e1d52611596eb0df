"""What I do with a door that a partner looks for: offer a key, let it be, see no more of it.

None of it is told to whoever looks for it, but for an offer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import ProgrammingError

from kunci.actions import offers
from kunci.actions.exchanges import RULE
from kunci.actions.keyring import HintText, give_hint
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models.models import HeardWant, Key, Offered, Tie, WantAside, WantMuted, WantNoMatch


@verb("want.offer")
def offer(act: Act, want: UUID, key: UUID, sentence: str, address: str, hint: HintText | None = None) -> Done:
    """Offers a key of mine for it, the same one once; of a contact it makes a key first, with this `hint`.

    It is an offer like any other: what door it is opens to whoever looks for one, and they ask or leave it.
    """
    heard = _heard(want)
    if Offered.objects.filter(want=want, key=key).exists():
        raise Refused("offered_for_want")
    if hint is not None:
        give_hint(act, key, hint)
    with _closed_meanwhile():
        made = offers.make(act, key, heard.author_id, sentence, address, want)
    return Done(made.id, {"want": str(want)})


@verb("want.aside")
def put_aside(act: Act, want: UUID) -> Done:
    """Does not show it among the others any more."""
    _heard(want)
    if not WantAside.objects.filter(want=want).exists():
        with _closed_meanwhile():
            WantAside.objects.create(member=act.member, want=want, since=act.now)
    return Done(want)


@verb("want.back")
def bring_back(act: Act, want: UUID) -> Done:
    """Shows it again."""
    _heard(want)
    WantAside.objects.filter(want=want).delete()
    return Done(want)


@verb("want.no_match")
def no_match(act: Act, want: UUID, key: UUID) -> Done:
    """This key of mine does not fit it, and is not proposed for it again."""
    _heard(want)
    if not Key.objects.filter(id=key).exists():
        raise Refused("gone")
    if not WantNoMatch.objects.filter(want=want, key=key).exists():
        with _closed_meanwhile():
            WantNoMatch.objects.create(member=act.member, want=want, key=key, since=act.now)
    return Done(want)


@verb("want.match_again")
def match_again(act: Act, want: UUID, key: UUID) -> Done:
    """Takes that back: it may be proposed again."""
    _heard(want)
    WantNoMatch.objects.filter(want=want, key=key).delete()
    return Done(want)


@verb("want.mute")
def mute(act: Act, partner: UUID) -> Done:
    """Shows nothing more of what this partner looks for."""
    if not Tie.objects.filter(partner_id=partner).exists():
        raise Refused("gone")
    if not WantMuted.objects.filter(author=partner).exists():
        WantMuted.objects.create(member=act.member, author=partner, since=act.now)
    return Done(partner)


@verb("want.unmute")
def unmute(act: Act, partner: UUID) -> Done:
    """Shows again what this partner looks for."""
    if not Tie.objects.filter(partner_id=partner).exists():
        raise Refused("gone")
    WantMuted.objects.filter(author=partner).delete()
    return Done(partner)


def _heard(want: UUID) -> HeardWant:
    """A want that I may hear of. Refused('gone') whether it never was, is over or closed, or is not for my ears."""
    row = HeardWant.objects.filter(id=want).first()
    if row is None:
        raise Refused("gone")
    return row


@contextmanager
def _closed_meanwhile() -> Iterator[None]:
    """The row rule looks once more: where the want was closed since it was read, it is gone."""
    try:
        yield
    except ProgrammingError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != RULE:
            raise
        raise Refused("gone") from refused
