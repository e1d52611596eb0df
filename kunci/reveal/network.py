"""My network seen from me: who, on which rung, through whom, and what went each way. Mine alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kunci.models.viewer import looking, member
from kunci.reveal.partners import Partner, by_name, passes_held
from kunci.reveal.people import people

# Handed over by me to each, and to me by each; whoever brought us together, from either side. Parts of their own, so
# that each is an index condition.
_TIES = """
    select 'tie' as part, partner, null::uuid as through, since as at, 0 as n from tie
    union all
    select 'given', asker, null, null, count(*)::int from handover where holder = %(me)s group by asker
    union all
    select 'had', holder, null, null, count(*)::int from handover where asker = %(me)s group by holder
    union all
    select 'through', holder, mediator, told_at, 0 from brought_me
    union all
    select 'through', asker, mediator, told_at, 0 from proposal where told_at is not null
"""


@dataclass(frozen=True)
class Node:
    """A partner. `through`, `through_id`: the mediator who brought us together first, where I know of them; `given`,
    `had`: keys handed over to them and by them."""

    partner: Partner
    since: datetime | None
    through: str
    through_id: UUID | None
    given: int
    had: int


def network(viewer: UUID, now: datetime) -> tuple[Node, ...]:
    """All my partners: who stands highest first, then by name."""
    with looking(member(viewer), now):
        passes = passes_held()
        known = by_name(passes, people(viewer, now, passes), now)
        with connection.cursor() as cursor:
            cursor.execute(_TIES, {"me": viewer})
            rows = cursor.fetchall()
    since = {who: at for part, who, _, at, _ in rows if part == "tie"}
    given = {who: n for part, who, _, _, n in rows if part == "given"}
    had = {who: n for part, who, _, _, n in rows if part == "had"}
    told = sorted((at, mediator, who) for part, who, mediator, at, _ in rows if part == "through")
    through = {who: mediator for _, mediator, who in reversed(told)}
    names = {one.id: one.name for one in known}
    nodes = []
    for one in known:
        brought = through.get(one.id)
        by = brought if brought in names else None
        nodes.append(
            Node(one, since.get(one.id), names.get(by, "") if by else "", by, given.get(one.id, 0), had.get(one.id, 0))
        )
    return tuple(sorted(nodes, key=lambda node: -node.partner.rung))
