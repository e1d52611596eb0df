"""What faces and wants of mine say is read for matching, in the transaction that writes them. Part of other verbs.

Whatever is unread (new words, rows from before, another version of the reading) has no reading of this version; so the
same step serves a key just written and a keyring that waits to be read anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from kunci import meaning
from kunci.actions.verb import Act, step
from kunci.core.matching import VERSION, Reading
from kunci.models.meaning import columns
from kunci.models.models import Account, OwnFace, OwnMeaning, WantMeaning
from kunci.reveal.keyring import out_of_use

READ = "meaning.read"  # the name of the job
AT_ONCE = 64  # texts: the encoder serves everybody in turn, and whoever waits behind so many does not notice
IN_ALL = 500  # of one transaction
_ROUND = UUID("3b9f6c8e-5d0b-4f5c-9a55-0a6f1d6d7c21")


def read_keys(act: Act, keys: Collection[UUID]) -> None:
    """Reads what is unread of these keys of mine. Archived ones and those merged into another answer nothing."""
    faces = OwnFace.objects.filter(key__in=list(keys))
    read = set(OwnMeaning.objects.filter(key__in=list(keys), version=VERSION).values_list("face", flat=True))
    _keep([face for face in _saying(faces) if face.id not in read])


def read_want(act: Act, want: UUID) -> None:
    """Reads a want of mine, if it is unread."""
    _keep_wants(WantMeaning.objects.filter(id=want))


def catch_up(member: UUID, now: datetime) -> Iterator[None]:
    """Reads whatever is unread of a member, a transaction at each turn; may be left after any and begun anew.

    It is nobody's act, so it has no entry in a journal.
    """
    act = Act(member, now, uuid5(_ROUND, str(member)))
    left = True
    while left:
        with step(act):
            if not Account.objects.filter(id=member, is_active=True).exists():
                return  # closed meanwhile
            _keep_wants(WantMeaning.objects.filter(closed_at=None, expires_at__gt=now))
            # As a subquery: NOT IN is looked up in a hash whatever the planner believes.
            unread = OwnFace.objects.exclude(id__in=OwnMeaning.objects.filter(version=VERSION).values("face"))
            found = list(_saying(unread)[:IN_ALL])
            _keep(found)
            left = len(found) == IN_ALL
        yield


def _saying(faces: QuerySet[OwnFace]) -> QuerySet[OwnFace]:
    """Those of these faces that say what door, of keys that are in use."""
    worded = Q(kind="hint") | (Q(kind="name") & (~Q(title="") | ~Q(organisation="")))
    rows = faces.filter(worded).exclude(key__in=out_of_use()).order_by("id")
    return rows.only("id", "gate", "key", "holder", "kind", "line", "city", "title", "organisation")


def _keep(faces: Collection[OwnFace]) -> None:
    readings = _read([_words(face) for face in faces])
    if not readings:
        return
    OwnMeaning.objects.filter(face__in=[face.id for face in faces]).delete()  # of another version
    OwnMeaning.objects.bulk_create(
        (
            OwnMeaning(
                face=face.id, gate=face.gate, key=face.key, holder=face.holder_id, version=VERSION, **columns(reading)
            )
            for face, reading in zip(faces, readings, strict=True)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _keep_wants(wants: QuerySet[WantMeaning]) -> None:
    unread = list(wants.exclude(version=VERSION).order_by("id"))
    for row, reading in zip(unread, _read([row.text for row in unread]), strict=True):
        WantMeaning.objects.filter(id=row.id).update(version=VERSION, **columns(reading))


def _words(face: OwnFace) -> str:
    """What a face says of the door; never who is behind it."""
    if face.kind == "name":
        return ", ".join(part for part in (face.title, face.organisation) if part)
    return face.line if face.city.casefold() in face.line.casefold() else f"{face.line}, {face.city}"


def _read(texts: list[str]) -> list[Reading]:
    return [one for start in range(0, len(texts), AT_ONCE) for one in meaning.read(texts[start : start + AT_ONCE])]
