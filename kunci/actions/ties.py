"""My side of a relation: evidence on it, and how far I let the other come."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from kunci.actions import first_steps, mentoring
from kunci.actions.decisions import take_back_proposed, take_back_yeses
from kunci.actions.openings import opened_to, remember
from kunci.actions.placing import hang, opening, seen_by
from kunci.actions.staking import follows
from kunci.actions.verb import Act, Done, Refused, verb
from kunci.core.evidence import WORDS, Evidence, Kind, Often
from kunci.core.gates import FaceKind, Pass, Why
from kunci.core.passes import after_evidence, grant_rung, lowered
from kunci.core.reasons import what_moved
from kunci.core.recompute import Moved
from kunci.core.rungs import Rung
from kunci.core.standing import Standing, standing_of
from kunci.models import values
from kunci.models.models import Confirmation, Grant, Mediated, Mediation, OwnFace, Proposal, Received, Tie, Vouch
from kunci.models.models import Evidence as EvidenceRow
from kunci.models.models import Pass as PassRow
from kunci.reveal.keyring import out_of_use

NOTE_LENGTH = 1000
TAKE_BACK = timedelta(days=1)
EARLIEST = date(1970, 1, 1)
# What a person may note by hand; outcomes come from handovers, vouches from whoever vouches.
BY_HAND = frozenset(Kind) - {
    Kind.PRIOR, Kind.OUTCOME_GOOD, Kind.OUTCOME_UNFIT, Kind.OUTCOME_BROKEN, Kind.VOUCH, Kind.WARNING,
    Kind.WORD_FAILED, Kind.MEDIATED_GOOD, Kind.MEDIATED_BROKEN, Kind.WITHDRAWAL,
}  # fmt: skip

# What an outcome says of a mediator. One that did not fit is nobody's fault.
ANSWERED_FOR = {Kind.OUTCOME_GOOD: Kind.MEDIATED_GOOD, Kind.OUTCOME_BROKEN: Kind.MEDIATED_BROKEN}


@verb("evidence.add")
def add_evidence(act: Act, partner: UUID, kind: Kind, on: date, today: date, note: str) -> Done:
    """Notes a dated fact. `today` is the member's own date: nothing is noted ahead of it."""
    if kind not in BY_HAND:
        raise Refused("kind")
    check_day(on, today, note)
    tie = tie_with(partner)
    return add_row(act, tie, EvidenceRow(kind=kind, happened_on=on, note=note))


@verb("evidence.prior")
def add_prior(act: Act, partner: UUID, since: date, often: Often, today: date, note: str) -> Done:
    """States how long and how often we knew each other before Kunci."""
    check_day(since, today, note)
    tie = tie_with(partner)
    return add_row(act, tie, EvidenceRow(kind=Kind.PRIOR, happened_on=today, since=since, often=often, note=note))


@verb("evidence.take_back")
def take_back(act: Act, partner: UUID, evidence: UUID, today: date) -> Done:
    """Takes back what was noted less than a day ago; later ones are corrected by a new entry.

    What somebody said counts for as long as I want, so that can be taken back at any time.
    """
    tie = tie_with(partner)
    row = EvidenceRow.objects.filter(id=evidence, tie=tie).first()
    if row is None or row.kind == Kind.WITHDRAWAL:
        raise Refused("gone")
    if row.kind == Kind.WORD_FAILED:
        raise Refused("word_rests")
    if row.kind not in WORDS and (row.created_at <= act.now - TAKE_BACK or row.handover is not None):
        raise Refused("too_late_to_take_back")
    Confirmation.objects.filter(evidence=row.id).delete()
    return add_row(act, tie, EvidenceRow(kind=Kind.WITHDRAWAL, happened_on=today, voids=row.id))


@verb("rung.grant")
def grant(
    act: Act, partner: UUID, rung: Rung, faces: Set[UUID], prior: tuple[date, Often] | None, today: date, note: str
) -> Done:
    """Lets a partner onto a rung and opens exactly `faces` of what that rung may see.

    Beyond what the evidence carries it takes prior acquaintance, stated now: (since, how often).
    """
    tie = tie_with(partner)
    if prior is not None:
        check_day(prior[0], today, note)
        _insert(act, tie, EvidenceRow(kind=Kind.PRIOR, happened_on=today, since=prior[0], often=prior[1], note=note))
    standing = standing_of(rows_of(tie), act.now)
    held = pass_to(partner)
    remember(act, opened_to(partner))
    granted = grant_rung(held, rung, standing, prior is not None, act.now)
    if not granted.verdict.allowed:
        needs = granted.verdict.why is Why.NEEDS_REASON
        raise Refused("needs_reason" if needs else "falls_short", carried=standing.rung)
    # What was given by name and had lapsed stays shut: only what is ticked now opens.
    Grant.objects.filter(viewer_id=partner, follows__gt=held.rung(act.now)).delete()
    _set_pass(granted.after)
    level = max(rung, granted.after.rung(act.now))
    Tie.objects.filter(id=tie.id).update(granted=level)
    opened = _open_faces(act, partner, rung, faces)
    return Done(partner, {"rung": int(rung), "opened": opened})


@verb("rung.lower")
def lower(act: Act, partner: UUID, rung: Rung) -> Done:
    """Lowers a partner to a rung (0: everything), at once; lowering to nothing also ends what was opened by name,
    every yes, what I told them of others, what I proposed to or for them, and first steps with them."""
    tie = tie_with(partner)
    _set_pass(lowered(pass_to(partner), rung, act.now))
    Tie.objects.filter(id=tie.id, granted__gt=rung).update(granted=rung)
    names = Grant.objects.filter(viewer_id=partner)
    if rung is Rung.STRANGER:
        take_back_yeses(act, Received.objects.filter(asker_id=partner))
        take_back_proposed(Proposal.objects.filter(mediator_id=partner))
        Vouch.objects.filter(hearer_id=partner, withdrawn_at=None).update(withdrawn_at=act.now)
        Mediation.objects.filter(asker_id=partner, told_at=None, withdrawn_at=None).update(withdrawn_at=act.now)
        mentoring.take_back(act, partner)
        first_steps.shut_out(act, partner)
    else:
        names = names.filter(follows__gt=rung)
    names.delete()
    remember(act, opened_to(partner))
    return Done(partner, {"rung": int(rung)})


def tie_with(partner: UUID) -> Tie:
    """My tie with somebody, locked: two writes on one relation follow one another. Refused('gone') where none is."""
    tie = Tie.objects.select_for_update().filter(partner_id=partner).first()
    if tie is None:
        raise Refused("gone")
    return tie


def rows_of(tie: Tie) -> list[Evidence]:
    return [values.as_evidence(row) for row in EvidenceRow.objects.filter(tie=tie, member_id=tie.member_id)]


def pass_to(partner: UUID) -> Pass:
    return values.as_pass(PassRow.objects.get(viewer_id=partner))


def note_once(act: Act, partner: UUID, kind: Kind, on: date) -> Done:
    """That this happened on that day, on my tie. Where it stands there already it is that row, and `there` is said.
    Part of another verb."""
    tie = tie_with(partner)
    mine = EvidenceRow.objects.filter(tie=tie, member_id=act.member)
    same = mine.filter(kind=kind, happened_on=on).exclude(id__in=mine.exclude(voids=None).values("voids")).first()
    if same is not None:
        return Done(partner, {"kind": str(kind), "evidence": str(same.id), "there": True})
    return add_row(act, tie, EvidenceRow(kind=kind, happened_on=on))


def void(act: Act, partner: UUID, evidence: UUID, today: date) -> None:
    """Withdraws a row of mine that still stands. Part of another verb."""
    tie = tie_with(partner)
    if not EvidenceRow.objects.filter(tie=tie, voids=evidence).exists():
        add_row(act, tie, EvidenceRow(kind=Kind.WITHDRAWAL, happened_on=today, voids=evidence))


def note_outcome(act: Act, partner: UUID, kind: Kind, on: date, handover: UUID, note: str) -> dict[str, object]:
    """What an outcome of an exchange does to my tie; says by what the standing moved. Part of another verb."""
    done = add_row(act, tie_with(partner), EvidenceRow(kind=kind, happened_on=on, handover=handover, note=note))
    return done.detail


def note_mediators(act: Act, kind: Kind, on: date, handover: UUID, told: UUID) -> list[UUID]:
    """What an outcome says of whoever brought the two together, on my own ties with them; who they are, if anybody.

    Part of the verb that tells; `told` is the row of the outcome. Where their vouch, which I had counted, has failed
    with it, that is the same word, and it is noted once.
    """
    noted = []
    # In one order: their ties are locked in it.
    for mediator in Mediated.objects.filter(handover=handover).order_by("mediator").values_list("mediator", flat=True):
        failed = EvidenceRow.objects.filter(member_id=act.member, because=told, word_of=mediator, kind=Kind.WORD_FAILED)
        known = Tie.objects.filter(partner_id=mediator)
        if kind in ANSWERED_FOR and known.exists() and not failed.exists():
            add_row(act, tie_with(mediator), EvidenceRow(kind=ANSWERED_FOR[kind], happened_on=on, handover=handover))
            noted.append(mediator)
    return noted


def add_row(act: Act, tie: Tie, row: EvidenceRow) -> Done:
    """Adds a row and lets the pass follow: what is open lasts as long as the evidence carries it, nothing opens.

    With it come the rows that follow from it on other ties of mine (actions/staking.py). Part of another verb.
    """
    before = standing_of(rows_of(tie), act.now)
    _insert(act, tie, row)
    after = standing_of(rows_of(tie), act.now)
    held = pass_to(tie.partner_id)
    follow(act, [Moved(held, Rung(tie.granted), after_evidence(held, Rung(tie.granted), after, act.now))])
    failed = 0
    for partner, more in follows(tie, row, act.now):
        add_row(act, tie_with(partner), more)
        failed += more.kind == Kind.WORD_FAILED
    detail: dict[str, object] = {"kind": str(row.kind), "evidence": str(row.id), "moved": _moved(before, after)}
    return Done(tie.partner_id, detail | ({"words_failed": failed} if failed else {}))


def follow(act: Act, moved: Sequence[Moved]) -> None:
    """Writes passes as evidence has moved them, and remembers what that closes. Part of another verb.

    The number of statements does not grow with that of passes.
    """
    lapsed = [UUID(one.held.viewer) for one in moved if one.held.rung(act.now) < one.granted]
    if lapsed:
        remember(act, opened_to(*lapsed))  # what has lapsed ended when it lapsed
    _set_passes([one.after for one in moved])
    fallen = {UUID(one.held.viewer) for one in moved if one.after.rung(act.now) < one.held.rung(act.now)}
    if fallen:
        remember(act, opened_to(*fallen), fallen)


def _insert(act: Act, tie: Tie, row: EvidenceRow) -> None:
    row.tie, row.member_id, row.created_at = tie, tie.member_id, act.now
    row.save(force_insert=True)


def _moved(before: Standing, after: Standing) -> dict[str, object]:
    movement = what_moved(before, after)
    return {
        "before": int(movement.rung_before),
        "after": int(movement.rung_after),
        "measures": {str(one.measure): [round(one.before, 4), round(one.after, 4)] for one in movement.measures},
    }


def _set_pass(now: Pass) -> None:
    PassRow.objects.filter(viewer_id=UUID(now.viewer)).update(
        known_until=now.known_until,
        trusted_until=now.trusted_until,
        unhesitating_until=now.unhesitating_until,
    )


def _set_passes(now: Sequence[Pass]) -> None:
    if len(now) == 1:
        _set_pass(now[0])
        return
    # Not bulk_update: for each row it says which row it is for each column, and takes longer than all else here.
    with connection.cursor() as cursor:
        cursor.execute(
            "update door.pass p "
            "set known_until = n.known, trusted_until = n.trusted, unhesitating_until = n.unhesitating "
            "from unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) "
            "n (viewer, known, trusted, unhesitating) where p.viewer = n.viewer",
            [
                [one.viewer for one in now],
                [one.known_until for one in now],
                [one.trusted_until for one in now],
                [one.unhesitating_until for one in now],
            ],
        )


def _open_faces(act: Act, partner: UUID, rung: Rung, ticked: Set[UUID]) -> int:
    """Opens the ticked faces of what `rung` may see to the partner, and none of the others."""
    # A contact without a hint is no key yet. A list: as a subquery every face would be compared with every hint.
    keyed = list(OwnFace.objects.filter(kind=FaceKind.HINT).values_list("key", flat=True))
    within = OwnFace.objects.select_for_update().filter(rung__lte=rung, key__in=keyed).exclude(key__in=out_of_use())
    keys = {face.key for face in within}
    by_key: dict[UUID, dict[FaceKind, OwnFace]] = {}
    # In one order always, as in actions/keyring.py: what is written follows it.
    for face in OwnFace.objects.filter(key__in=keys).order_by("key", "id"):
        by_key.setdefault(face.key, {})[FaceKind(face.kind)] = face
    faces = [face for of_key in by_key.values() for face in of_key.values()]
    state = opening(act.member, [face.id for face in faces], act.now)
    viewer = str(partner)
    for of_key in by_key.values():
        seen = {kind: seen_by(face, state) for kind, face in of_key.items()}
        chosen = {kind: _with(seen[kind], viewer, face, rung, ticked) for kind, face in of_key.items()}
        if chosen != seen:
            hang(of_key, chosen, state)
    remember(act, by_key)
    return sum(face.id in ticked for face in within)


def _with(seen: frozenset[str], viewer: str, face: OwnFace, rung: Rung, ticked: Set[UUID]) -> frozenset[str]:
    if face.rung is None or face.rung > rung or (face.id in ticked) == (viewer in seen):
        return seen
    return seen | {viewer} if face.id in ticked else seen - {viewer}


def check_day(on: date, today: date, note: str) -> None:
    """Refuses a day ahead or too early, and a note too long."""
    if on > today:
        raise Refused("date_ahead")
    if on < EARLIEST:
        raise Refused("date_too_early")
    if len(note) > NOTE_LENGTH:
        raise Refused("too_long", most=NOTE_LENGTH)
