"""Who of my partners is meant in my calendar or my mail: by their names, and by addresses that I noted myself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kunci.core.acquainted import Whom, plain, whom
from kunci.models.models import Account, OwnFace, Tie
from kunci.models.viewer import looking, member
from kunci.reveal.cards import own_card
from kunci.reveal.people import people
from kunci.reveal.sealed import of_face

SOME = 500  # contacts that are unsealed at a time


def acquainted(viewer: UUID, now: datetime) -> Whom:
    """My partners by name, and by what stands on contacts of mine that bear one of these names.

    Nothing of theirs is asked but the name that I know: not which address anybody has an account under.
    """
    with looking(member(viewer), now):
        known = people(viewer, now, Tie.objects.values_list("partner_id", flat=True))
        partners = [(str(one.id), one.name) for one in known.values() if not one.former]
        names = {plain(name) for _, name in partners}
        faces = OwnFace.objects.filter(kind="name").values_list("key", "name")
        called = {key: name for key, name in faces if plain(name) in names}
        mine = [*Account.objects.filter(id=viewer).values_list("email", flat=True), own_card(viewer, now).email]
        return whom(partners, ((called[face.key], of_face(face).emails) for face in _contacts(called)), mine)


def _contacts(keys: Iterable[UUID]) -> Iterable[OwnFace]:
    ids = sorted(keys)
    for start in range(0, len(ids), SOME):
        yield from OwnFace.objects.filter(kind="contact", key__in=ids[start : start + SOME]).defer("words")
