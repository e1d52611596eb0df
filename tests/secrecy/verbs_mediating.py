"""What can happen in a world around mediators: a match is made possible, proposed, answered, told, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kunci.actions import invitations, keyring, mediating, ties, wants
from kunci.actions.keyring import HintText, PersonText, RungChoice
from kunci.actions.verb import Done
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from tests.cast import ADDRESS
from tests.secrecy.knowledge import knowledge
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

KNOWN_FIRST = RungChoice(Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING)
SENTENCE = "Seseorang yang saya jamin mencari pintu ini."


def mediation_match(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody hears what a second looks for and sees a key of a third; in one of three it is proposed at once."""
    if secret is not None:
        return None
    asker, mediator, holder = pick.of(list(permutations(sorted(world.names, key=world.name), 3)))
    named, far = pick.of((False, True)), pick.of(("match", "propose", "yes", "tell"))

    names = f"{world.name(asker)} and {world.name(holder)}"
    return Call(
        mediator,
        f"could bring {names} together: {far}, named {named}",
        lambda w: bring(w, asker, mediator, holder, far, named=named),
    )


@dataclass(frozen=True)
class Match:
    """What somebody could bring together, and, as far as it went, by what."""

    want: UUID
    key: UUID
    mediation: UUID


def bring(w: World, asker: UUID, mediator: UUID, holder: UUID, far: str, *, named: bool = False) -> Match:
    """`far`: match, propose, yes or tell."""
    today = w.now.date()
    for one, other in ((asker, mediator), (holder, mediator)):
        let_in(w, one, other)
    said = WantText("Pemasok benang, Tegal", travels=True, may_name=named)
    want = row_of(wants.write(w.act(asker), said, Hearers(None, frozenset({mediator})), 90, today))
    person = PersonText("Wibisono Rahasia", "", "", (), ("kontak@contoh.example",))
    key = row_of(keyring.add_key(w.act(holder), HintText("Juragan benang, Tegal"), person, KNOWN_FIRST, ""))
    keyring.open_key(w.act(holder), key, FaceKind.HINT, [mediator])
    if far == "match":
        return Match(want, key, UUID(int=0))
    made = row_of(mediating.propose(w.act(mediator), want, key, SENTENCE, ADDRESS, named=named))
    if far != "propose":
        mediating.say_yes(w.act(holder), made, ADDRESS)
    if far == "tell":
        mediating.tell(w.act(mediator), made, "Ia bersedia.", ADDRESS)
    return Match(want, key, made)


def mediation_propose(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A secret from everybody but the two, and so from whoever looks for the door."""
    found = []
    for mediator in sorted(world.names, key=world.name):
        if secret is not None and mediator == secret.me:
            continue
        known = knowledge(Principal("m", mediator), world.now)
        keys = [
            (UUID(row["key"]), UUID(row["holder"]))
            for row in known.of("face")
            if row["kind"] == "hint" and row["holder"] != str(mediator)
        ]
        found += [
            (mediator, UUID(row["id"]), key, UUID(row["author"]))
            for row in known.of("heard_want")
            if row["travels"]
            for key, holder in keys
            if holder != UUID(row["author"]) and (secret is None or holder != secret.me)
        ]
    theirs = [row for row in found if secret is not None and row[3] == secret.me]
    if not found:
        return None
    mediator, want, key, _ = pick.of(theirs or found)
    return Call(
        mediator,
        "proposes a key for what a second looks for",
        lambda w: mediating.propose(w.act(mediator), want, key, SENTENCE, ADDRESS),
        secret is None or secret.sure,
    )


def mediation_leave(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """It is left, or thought of again: a secret from everybody else, and above all from its mediator."""
    rows = _rows(
        "select m.holder, m.id, m.mediator from vault.mediation m where m.told_at is null and not exists ("
        "select from vault.mediation_yes y where y.mediation = m.id) order by m.id",
        secret,
    )
    theirs = [row for row in rows if secret is not None and row[2] == secret.me]
    if not rows:
        return None
    holder, id, mediator = pick.of(theirs or rows)
    do = pick.of((mediating.leave, mediating.leave, mediating.bring_back))
    return Call(
        holder,
        f"does {do.__name__} with what {world.name(mediator)} proposes",
        lambda w: do(w.act(holder), id),
        secret is None or secret.sure,
    )


def mediation_yes(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A secret from everybody but the mediator, and so from whoever looks for the door."""
    rows = _rows("select holder, id, mediator, asker from vault.mediation where told_at is null order by id", secret)
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    theirs = [row for row in rows if secret is not None and row[3] == secret.me]
    if not rows:
        return None
    holder, id, mediator, _ = pick.of(theirs or rows)
    return Call(
        holder,
        f"says yes to {world.name(mediator)}",
        lambda w: mediating.say_yes(w.act(holder), id, ADDRESS),
        secret is None or secret.sure,
    )


def mediation_end(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Taken back, or told: the holder may know of both, the asker of one."""
    rows = _rows("select mediator, id, holder, asker from vault.mediation where told_at is null order by id", secret)
    rows = [row for row in rows if secret is None or secret.me not in row[2:]]
    if not rows:
        return None
    mediator, id, _, asker = pick.of(rows)
    if pick.of((True, False)):
        return Call(
            mediator,
            f"tells {world.name(asker)}",
            lambda w: mediating.tell(w.act(mediator), id, "Ia bersedia.", ADDRESS),
            secret is None or secret.sure,
        )
    return Call(
        mediator,
        "takes back a proposal",
        lambda w: mediating.withdraw(w.act(mediator), id),
        secret is None or secret.sure,
    )


def mediator_shut_out(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Whoever looks for the door lowers the mediator: that no want is heard any more is nothing to its holder."""
    rows = _rows("select asker, mediator, holder from vault.mediation where told_at is null order by id", secret)
    rows = [row for row in rows if secret is None or row[1] != secret.me]
    theirs = [row for row in rows if secret is not None and row[2] == secret.me]
    if not rows:
        return None
    asker, mediator, _ = pick.of(theirs or rows)
    return Call(
        asker,
        f"lowers {world.name(mediator)}, who mediates",
        lambda w: ties.lower(w.act(asker), mediator, Rung.STRANGER),
        secret is None or secret.sure,
    )


def let_in(world: World, one: UUID, other: UUID) -> None:
    """`other` is at least known to `one`."""
    with everything_seen():
        known = execute(
            "select known_until > %s from vault.pass where holder = %s and viewer = %s", [world.now, one, other]
        )
    if not known:
        invitations.accept(
            Principal("i", row_of(invitations.invite(world.act(one), "", ""))), other, world.name(other), world.now
        )
    if known != [(True,)]:
        today = world.now.date()
        ties.add_prior(world.act(one), other, today - timedelta(days=3000), Often.WEEKLY, today, "")
        ties.add_evidence(world.act(one), other, Kind.MET, today, today, "")
        ties.grant(world.act(one), other, Rung.KNOWN, set(), None, today, "")


def row_of(done: Done) -> UUID:
    if done.subject is None:
        raise AssertionError("the action is about no row")
    return done.subject


def _rows(sql: str, secret: Secret | None) -> list[tuple[Any, ...]]:
    """Rows whose first column is who acts; in secret never the viewer."""
    with everything_seen():
        rows = execute(sql)
    return [row for row in rows if secret is None or row[0] != secret.me]
