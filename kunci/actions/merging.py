"""Two contacts that are one person become one, and can be taken apart again. Nothing of either is lost."""

from __future__ import annotations

from uuid import UUID

from kunci.actions.contacts import refold
from kunci.actions.keyring import mine, shut
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.models.models import Apart, Key


@verb("contact.merge")
def merge(act: Act, keep: UUID, other: UUID) -> Done:
    """Merges `other` into `keep`: it is closed to everybody, leaves the lists, and what it says is read with `keep`."""
    mine(keep)
    _, faces = mine(other)
    if keep == other:
        raise Refused("same_contact")
    shut(act, other, faces)
    Key.objects.filter(id=other).update(merged_into=keep)
    refold(act, [keep])
    return Done(keep, {"other": str(other)})


@verb("contact.unmerge")
def unmerge(act: Act, other: UUID) -> Done:
    """Takes a merged contact out again, with all that was its own; open to nobody."""
    row = Key.objects.filter(id=other, merged_into__isnull=False).first()
    if row is None:
        raise Refused("gone")
    kept = row.merged_into
    Key.objects.filter(id=other).update(merged_into=None)
    refold(act, [one for one in (kept, other) if one is not None])
    return Done(other, {"kept": str(kept)})


@verb("contact.apart")
def keep_apart(act: Act, one: UUID, other: UUID) -> Done:
    """Says that two contacts who look alike are two people: they are not proposed again."""
    mine(one)
    mine(other)
    if one == other:
        raise Refused("same_contact")
    first, second = sorted((one, other), key=str)
    if not Apart.objects.filter(one=first, other=second).exists():
        Apart.objects.create(holder_id=act.member, one=first, other=second)
    return Done(first, {"other": str(second)})
