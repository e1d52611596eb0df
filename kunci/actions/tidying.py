"""Keeping a keyring in order: tags, the archive, and the same for many keys at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from kunci.actions.decisions import take_back_proposed, take_back_yeses
from kunci.actions.keyring import forget, shut
from kunci.actions.meaning import read_keys
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.addressbook import clean
from kunci.core.gates import FaceKind
from kunci.models.models import Key, OwnFace, Proposal, Received
from kunci.reveal.finding import not_shut

TAG_LENGTH = 40
TAGS = 20  # on one key


@verb("keys.tag")
def tag(act: Act, keys: Sequence[UUID], tag: str) -> Done:
    """Puts a tag on keys and contacts; one that is there in other letters is that tag."""
    word = _tag(tag)
    known = {
        one.casefold(): one for found in Key.objects.exclude(tags=[]).values_list("tags", flat=True) for one in found
    }
    word = known.get(word.casefold(), word)
    return _change(keys, lambda tags: tags if word in tags or len(tags) >= TAGS else [*tags, word], word)


@verb("keys.untag")
def untag(act: Act, keys: Sequence[UUID], tag: str) -> Done:
    return _change(keys, lambda tags: [one for one in tags if one != tag], tag)


@verb("keys.archive")
def archive(act: Act, keys: Sequence[UUID]) -> Done:
    """Puts keys away: they are closed to everybody first and leave the lists."""
    found = _mine(keys)
    _shut(act, found)
    n = Key.objects.filter(id__in=found, archived_at=None).update(archived_at=act.now)
    return Done(None, {"count": n})


@verb("keys.bring_back")
def bring_back(act: Act, keys: Sequence[UUID]) -> Done:
    """Takes keys out of the archive, open to nobody."""
    found = _mine(keys)
    n = Key.objects.filter(id__in=found).exclude(archived_at=None).update(archived_at=None)
    read_keys(act, found)
    return Done(None, {"count": n})


@verb("keys.close")
def close(act: Act, keys: Sequence[UUID]) -> Done:
    """Closes keys to everybody at once."""
    return Done(None, {"count": _shut(act, _mine(keys))})


@verb("keys.drop")
def drop(act: Act, keys: Sequence[UUID]) -> Done:
    """Takes keys and contacts off my keyring, sealed details and all that was merged into them."""
    found = _mine(keys)
    forget(act, found)
    return Done(None, {"count": len(found)})


def _mine(keys: Iterable[UUID]) -> list[UUID]:
    """Those of these ids that are keys of mine; the rest is passed over as if it had never been."""
    rows = Key.objects.filter(id__in=list(keys), merged_into=None)
    return list(rows.order_by("id").values_list("id", flat=True))


def _shut(act: Act, keys: Sequence[UUID]) -> int:
    """Closes those of these keys that stand open or have a yes; how many stood open."""
    open_now = list(not_shut(act.member).filter(key__in=keys).order_by("key").values_list("key", flat=True).distinct())
    take_back_yeses(act, Received.objects.filter(key__in=keys))
    take_back_proposed(Proposal.objects.filter(key__in=keys))
    faces: dict[UUID, dict[FaceKind, OwnFace]] = {}
    for face in OwnFace.objects.select_for_update().filter(key__in=open_now).order_by("key", "id"):
        faces.setdefault(face.key, {})[FaceKind(face.kind)] = face
    for key in open_now:
        shut(act, key, faces[key])
    return len(open_now)


def _change(keys: Sequence[UUID], change: Callable[[list[str]], list[str]], word: str) -> Done:
    changed = []
    for row in Key.objects.filter(id__in=_mine(keys)).order_by("id"):
        after = change(row.tags)
        if after != row.tags:
            row.tags = after
            changed.append(row)
    Key.objects.bulk_update(changed, ["tags"], batch_size=500)
    return Done(None, {"count": len(changed), "tag": word, "keys": [str(row.id) for row in changed[:500]]})


def _tag(tag: str) -> str:
    said = clean(tag.replace(",", " "), TAG_LENGTH)
    if not said.text:
        raise Refused("tag_missing")
    if said.cut:
        raise Refused("too_long", most=TAG_LENGTH)
    return said.text
