"""What of an exchange can be found in a network: each state by its name, looked for through the read door alone."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from kunci.core.evidence import Kind
from kunci.core.packing import written
from kunci.reveal import (
    archive,
    calendars,
    circles,
    deciding,
    exchanges,
    first_steps,
    handovers,
    heard_wants,
    links,
    matching,
    mediations,
    mentors,
    notices,
    partners,
    record,
    sets,
    vouching,
    wants,
)
from kunci.reveal.exchanges import ReceivedRow
from kunci.reveal.handovers import HandoverView, Round
from kunci.reveal.links import ConsentView
from kunci.reveal.today import today

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

EVERY_STATE = {
    "ask: waiting", "ask: not now", "ask: not now after a yes", "ask: never", "ask: withdrawn", "ask: expired",
    "ask: went nowhere inside the pause", "ask: went nowhere after a never", "ask: with why, day and card",
    "yes: contact waiting", "yes: contact waiting, by their link alone", "yes: contact never answered",
    "contact: yes, not handed over", "contact: no", "contact: later", "contact: never", "contact: silent",
    "contact: taken back after the handover",
    "telling: nobody yet", "telling: one of two", "telling: both", "telling: contact alone", "telling: lapsed",
    "telling: good", "telling: unfit", "telling: broken", "telling: with thanks", "telling: business with a value",
    "second telling: due", "second telling: one of two", "second telling: both", "second telling: contact",
    "second telling: not due yet",
    "offer: waiting", "offer: taken up", "offer: left", "offer: expired",
    "keys set aside", "best place to ask", "sets: told",
    "notice: unread", "notice: read", "question: did we meet", "record: worth on both sides",
    "circle: members and one who has not come",
    "word: two counted about one", "word: waiting", "word: about somebody unknown", "word: warning counted",
    "word: failed", "word: taken back after it was counted",
    "calendar: several proposed with one, one with another",
    "want: answered by a key of mine", "want: answered by a contact of mine", "want: I know both sides",
    "want: with an offer", "want: closed with thanks",
    "mediation: agreed to, and not told", "mediation: proposed to me, and I said yes",
    "mentor: let go, with what was learnt", "mentor: a draft waits",
    "mediation: through two, found for me", "want: passed on", "first step: an exchange that waits for my yes",
}  # fmt: skip


def states(now: datetime, members: Collection[UUID]) -> set[str]:
    return {state for member in members for state in _of(member, now, members)}


def _of(member: UUID, now: datetime, members: Collection[UUID]) -> Iterator[str]:
    mine = exchanges.exchanges(member, now)
    for row in mine.received:
        yield from _received(member, now, row)
    for asked in mine.asked:
        if asked.withdrawn:
            yield "ask: withdrawn"
        heard = {row.id: row for row in exchanges.exchanges(asked.holder_id, now).received}
        if asked.id not in heard:
            # By the holder's own page: the asker's never tells.
            others = [row for row in mine.asked if row.id != asked.id and row.hint_line == asked.hint_line]
            turned = any(row.id in heard and heard[row.id].answered == "never" for row in others)
            yield f"ask: went nowhere {'after a never' if turned else 'inside the pause'}"
    for handed in mine.handovers:
        found = handovers.handover(member, now, handed.id)
        assert found is not None
        other = handovers.handover(found.other.id, now, handed.id)
        assert other is not None
        yield from _handover(found, other, now)
    for offer in mine.offered:
        theirs = {row.id for row in exchanges.exchanges(offer.other_id, now).offered_me}
        if offer.asked:
            yield "offer: taken up"
        elif offer.id not in theirs:
            yield "offer: left"
        else:
            yield "offer: expired" if offer.over else "offer: waiting"
    for one in partners.partners(member, now):
        regarded = partners.relation(member, now, one.id)
        if regarded is not None and regarded.best.keys:
            yield "keys set aside"
        if regarded is not None and regarded.best.holds:
            yield "best place to ask"
    for exchange in sets.running(member, now):
        yield f"sets: {exchange.stage}"
    for notice in notices.notices(member, now).rows:
        yield f"notice: {'read' if notice.seen else 'unread'}"
    if today(member, now).confirm:
        yield "question: did we meet"
    if {group.total > 1 for group in calendars.calendars(member, now).proposed} == {True, False}:
        yield "calendar: several proposed with one, one with another"
    yield from _words(member, now)
    yield from _wants(member, now)
    yield from _mediations(member, now)
    yield from _mentors(member, now)
    kept = record.record(member, now)
    if kept.worth_given and kept.worth_received:
        yield "record: worth on both sides"
    for circle in circles.circles(member, now):
        waits = [one for one in circles.invitees(member, now, circle.id) if one.state is circles.State.SENT]
        if len(waits) == 1 and circle.size > 2:
            yield "circle: members and one who has not come"


def _wants(member: UUID, now: datetime) -> Iterator[str]:
    for heard in heard_wants.heard(member, now).rows:
        found = matching.keys_for_want(member, now, heard.id)
        for fit in found.mine:
            yield f"want: answered by a {'key' if fit.is_key else 'contact'} of mine"
        if found.opened:
            yield "want: I know both sides"
    for mine in wants.wants(member, now):
        whole = wants.want(member, now, mine.id)
        assert whole is not None
        if mine.open and mine.relays:
            yield "want: passed on"
        if mine.open and mine.offers:
            yield "want: with an offer"
        if mine.closed_at and whole.thanked:
            yield "want: closed with thanks"


def _mediations(member: UUID, now: datetime) -> Iterator[str]:
    found = mediations.mediations(member, now)
    if any(one.can_tell for one in found.mine):
        yield "mediation: agreed to, and not told"
    if any(one.answered == "yes" for one in found.proposals):
        yield "mediation: proposed to me, and I said yes"
    if any(one.came_with and one.told_at for one in found.proposals):
        yield "mediation: through two, found for me"
    for one in first_steps.steps(member, now):
        step = first_steps.step(member, now, one.id)
        assert step is not None
        if step.running and step.sides and step.role != "mediator" and not step.agreed:
            yield "first step: an exchange that waits for my yes"


def _mentors(member: UUID, now: datetime) -> Iterator[str]:
    found = mentors.mentors(member, now)
    for one in found.rows:
        whole = mentors.mentorship(member, now, one.id)
        if one.let_go == member and whole is not None and len(whole.learnt) > 3:
            yield "mentor: let go, with what was learnt"
    if any(one.waits for one in found.shown):
        yield "mentor: a draft waits"


def _words(member: UUID, now: datetime) -> Iterator[str]:
    for one in today(member, now).told:
        yield "word: waiting" if one.about_id else "word: about somebody unknown"
    for partner in partners.partners(member, now):
        counted = [one for one in vouching.about(member, now, partner.id) if one.counted]
        kinds = [one.kind for one in counted]
        if kinds.count("vouch") > 1:
            yield "word: two counted about one"
        if "warning" in kinds:
            yield "word: warning counted"
        if any(one.withdrawn_at for one in counted):
            yield "word: taken back after it was counted"
        relation = partners.relation(member, now, partner.id)
        if relation is not None and any(row.kind is Kind.WORD_FAILED for row in relation.evidence):
            yield "word: failed"


def _received(holder: UUID, now: datetime, row: ReceivedRow) -> Iterator[str]:
    found = deciding.decide(holder, now, row.id)
    assert found is not None
    if row.why and row.by_when and found.card.email:
        yield "ask: with why, day and card"
    if not row.answered and not row.withdrawn:
        yield "ask: expired" if row.over else "ask: waiting"
    if row.answered == "not_now":
        yield "ask: not now after a yes" if found.consent else "ask: not now"
    if row.answered == "never":
        yield "ask: never"
    if row.answered != "yes" or found.consent is None:
        return
    view = _by_link(holder, now, row.id)
    if row.handover is not None:
        if view.answer in ("no", "never"):
            yield "contact: taken back after the handover"
    elif found.can_hand_over:
        yield "contact: yes, not handed over"
    elif found.consent.answer:
        yield f"contact: {found.consent.answer}"
    elif view.answer:
        yield "contact: silent"
    elif found.consent.over:
        yield "yes: contact never answered"
    else:
        yield "yes: contact waiting" if found.consent.by_mail else "yes: contact waiting, by their link alone"


def _by_link(holder: UUID, now: datetime, request: UUID) -> ConsentView:
    """What the contact sees."""
    found = deciding.decide(holder, now, request)
    assert found is not None
    assert found.consent is not None
    link = links.contact(found.consent.link)
    assert link is not None
    view = links.consent(link, now)
    assert view is not None
    return view


def _handover(one: HandoverView, other: HandoverView, now: datetime) -> Iterator[str]:
    """`one` and `other`: the same handover from its two sides."""
    told = [one.rounds[0].mine, other.rounds[0].mine]
    spoken = [said for said in told if said is not None]
    holder = (one if one.role == "asker" else other).other.id
    for said in spoken:
        yield f"telling: {said.verdict}"
        if said.thanks:
            yield "telling: with thanks"
        if said.came == "business" and said.amount:
            yield "telling: business with a value"
    if one.rounds[0].over:
        if len(spoken) < 2:
            yield "telling: lapsed"
        if len(spoken) == 2:
            yield "telling: both"
    elif len(spoken) == 1:
        yield "telling: one of two"
    elif not spoken:
        yield "telling: contact alone" if 1 in _by_link(holder, now, one.request).told else "telling: nobody yet"
    if len(one.rounds) == 1:
        yield "second telling: not due yet"
        return
    yield from _again(one.rounds[1], other.rounds[1])


def _again(one: Round, other: Round) -> Iterator[str]:
    spoken = sum(side.mine is not None for side in (one, other))
    if one.due:
        yield "second telling: due"
    if spoken:
        yield "second telling: both" if spoken == 2 else "second telling: one of two"
    if one.felt or other.felt:
        yield "second telling: contact"


def content(now: datetime, member: UUID) -> str:
    """All that a member has, in one order and without its ids, which the database draws."""
    found = archive.archive(member, now)
    rows = {name: [one.values for one in archive.contacts(member, now, ids)] for name, ids in
            (("contacts", found.contacts), ("merged", found.merged))}  # fmt: skip
    said = json.loads(_ID.sub("id", b"".join(written(found.values, rows)).decode()))
    seen = [repr(exchanges.exchanges(member, now)), repr(notices.notices(member, now))]
    return json.dumps([_ordered(said), *(sorted(_ID.sub("id", one)) for one in seen)], ensure_ascii=False)


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {name: _ordered(one) for name, one in sorted(value.items())}
    if isinstance(value, list):
        return sorted((_ordered(one) for one in value), key=lambda one: json.dumps(one, ensure_ascii=False))
    return value
