"""Every kind of viewer, and how a world comes to have one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kunci.actions import (
    circles,
    confirming,
    consents,
    exchanges,
    handovers,
    invitations,
    keyring,
    offers,
    sets,
    ties,
    vouching,
    wants,
)
from kunci.actions.handovers import Told
from kunci.actions.keyring import USUAL, HintText, PersonText, RungChoice
from kunci.actions.verb import Done
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind, Often
from kunci.core.rungs import Rung
from kunci.models.models import Pass
from kunci.models.viewer import Principal, looking, member
from kunci.reveal.doors import doors
from kunci.reveal.keyring import openable
from tests.cast import ADDRESS, LETTERS
from tests.secrecy.knowledge import knowledge
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.verbs import HINTS
from tests.secrecy.verbs_circles import guests_of
from tests.secrecy.verbs_mentoring import accompany
from tests.secrecy.worlds import World


@dataclass(frozen=True)
class Viewer:
    """`account`: whose session the browser has; `principal`: whose eyes; `path`: the link of somebody without one."""

    kind: str
    principal: Principal | None
    account: UUID | None = None
    path: str = ""

    @property
    def me(self) -> UUID | None:
        return self.principal.id if self.principal is not None else None


WIDE = RungChoice(Rung.KNOWN, Rung.TRUSTED, Rung.TRUSTED)


def visitor(world: World, stage: int) -> Viewer:
    return Viewer("visitor", None)


def stranger(world: World, stage: int) -> Viewer:
    """Joko knows Ratna and Maya; Sari, who has keys and trusts Budi, not at all."""
    _sari_trusts_budi(world, stage)
    return _member("stranger", world.joko)


def half(world: World, stage: int) -> Viewer:
    """Budi is known or trusted, and sees the hint of one key of three."""
    _keys(world)
    _prior(world, world.sari, world.budi)
    rung = Rung.TRUSTED if stage % 2 else Rung.KNOWN
    faces = openable(world.sari, world.now, world.budi, rung)
    _grant(world, rung, {faces[0].id} if faces else set())
    _want(world, world.sari, "Pemasok kain, Solo", Hearers(Rung.KNOWN))
    if stage > 1:
        _ask(world)
    return _member("half", world.budi)


def trusted(world: World, stage: int) -> Viewer:
    """Budi sees all that an unhesitating partner may, and is somewhere in an exchange."""
    _sari_trusts_budi(world, stage)
    return _member("trusted", world.budi)


def revoked(world: World, stage: int) -> Viewer:
    """Budi was trusted until this instant."""
    _sari_trusts_budi(world, stage)
    ties.lower(world.act(world.sari), world.budi, Rung.STRANGER)
    return _member("revoked", world.budi)


def lapsed(world: World, stage: int) -> Viewer:
    """Budi was trusted, and then nobody called for so long that the evidence no longer carries it."""
    _sari_trusts_budi(world, stage)
    with looking(member(world.sari), world.now):
        until = Pass.objects.get(viewer_id=world.budi).known_until
    if until is None:
        raise AssertionError("Budi is not even known")
    world.later(until - world.now + timedelta(minutes=stage))
    return _member("lapsed", world.budi)


def holder(world: World, stage: int) -> Viewer:
    """Sari, who does not know what Budi and the contact keep to themselves."""
    _sari_trusts_budi(world, stage)
    return _member("holder", world.sari)


def mentor(world: World, stage: int) -> Viewer:
    """Joko accompanies Budi, and knows nothing of Sari, whose keys he writes about. At the last stages Budi has told
    two exchanges well since then, so that a third would end it."""
    _sari_trusts_budi(world, stage)
    accompany(world, world.budi, world.joko, "note")
    if stage > 2:
        with everything_seen():
            execute(
                "insert into vault.outcome (handover, teller, other, verdict, tell_until, told_at) "
                "select md5(n::text)::uuid, %(budi)s, %(budi)s, 'good', %(now)s + interval '14 days', %(now)s "
                "from generate_series(1, 2) n",
                {"budi": world.budi, "now": world.now},
            )
    return _member("mentor", world.joko)


def contact(world: World, stage: int) -> Viewer:
    _sari_trusts_budi(world, 2)
    id = _one("select id from vault.consent where holder = %s order by created_at desc, id limit 1", world.sari)
    return Viewer("contact", Principal("c", id), path=exchanges.consent_path(id))


def invited(world: World, stage: int) -> Viewer:
    _sari_trusts_budi(world, stage)
    if stage % 2:
        made = _one("select invitation from vault.invitee where inviter = %s and name = 'Eko'", world.sari)
    else:
        made = subject(invitations.invite(world.act(world.ratna), "Dina", "Halo"))
    return Viewer("invited", Principal("i", made), path=invitations.path(made))


VIEWERS: dict[str, Callable[[World, int], Viewer]] = {
    make.__name__: make
    for make in (
        visitor,
        stranger,
        half,
        trusted,
        revoked,
        lapsed,
        holder,
        mentor,
        contact,
        invited,
    )
}
STAGES = 5


def subject(done: Done) -> UUID:
    if done.subject is None:
        raise AssertionError("the action is about no row")
    return done.subject


def _member(kind: str, id: UUID) -> Viewer:
    return Viewer(kind, member(id), account=id)


def _keys(world: World) -> None:
    """Three keys of Sari's, one each of Budi's, Ratna's and Joko's; Maya has none."""
    for number, rungs in enumerate((USUAL, WIDE, USUAL)):
        _key(world, world.sari, number, rungs)
    for number, other in enumerate((world.budi, world.ratna, world.joko)):
        _key(world, other, number, USUAL)


def _key(world: World, holder: UUID, number: int, rungs: RungChoice) -> None:
    line, name, firm = HINTS[number]
    person = PersonText(name, "", firm, ("+62 812 0000 001",), ("kontak@contoh.example",))
    keyring.add_key(world.act(holder), HintText(line, city="Surabaya"), person, rungs, "")


def _prior(world: World, one: UUID, other: UUID) -> None:
    today = world.now.date()
    ties.add_prior(world.act(one), other, today.replace(year=2016), Often.WEEKLY, today, "")
    ties.add_evidence(world.act(one), other, Kind.MET, today, today, "")


def _years(world: World, one: UUID, other: UUID) -> None:
    """So many promises kept, month after month, that the evidence carries the highest rung."""
    today = world.now.date()
    for month in range(8):
        ties.add_evidence(world.act(one), other, Kind.PROMISE_KEPT, today - timedelta(days=20 * month), today, "")


def _grant(world: World, rung: Rung, faces: set[UUID]) -> None:
    ties.grant(world.act(world.sari), world.budi, rung, faces, None, world.now.date(), "")


def _sari_trusts_budi(world: World, stage: int) -> None:
    """Then, by stage: nothing more; Budi asked; Sari said yes; the contact did and Sari handed over; Budi told.

    Besides, Budi noted a meeting that Sari is asked to confirm; at every other stage there is a circle, at the others
    Sari offered Budi another key. Sari told Budi about Maya, whom the circle makes known to both, or else about Ratna,
    whom Budi does not know; and Ratna told Sari about Joko. Each of the two looks for a door that the other hears of.
    Both are in an exchange of sets.
    """
    _keys(world)
    _prior(world, world.sari, world.budi)
    _prior(world, world.budi, world.sari)
    _met(world)
    _years(world, world.sari, world.budi)
    _grant(
        world,
        Rung.UNHESITATING,
        {one.id for one in openable(world.sari, world.now, world.budi, Rung.UNHESITATING)},
    )
    if stage % 2:
        _circle(world)
    else:
        _offer(world)
    _words(world, stage)
    _sets(world, stage)
    _want(world, world.sari, "Pemasok kain, Solo", Hearers(Rung.KNOWN))
    ties.grant(world.act(world.budi), world.sari, Rung.KNOWN, set(), None, world.now.date(), "")
    _want(world, world.budi, HINTS[2][0], Hearers(None, frozenset({world.sari})))
    if stage > 0:
        request = _ask(world)
        if stage > 1:
            exchanges.decide(world.act(world.sari), request, "yes", "id", ADDRESS)
        if stage > 2:
            link = Principal("c", _one("select id from vault.consent where request = %s", request))
            consents.answer_consent(link, "yes", world.now, ADDRESS)
            handed = subject(handovers.hand_over(world.act(world.sari), request, LETTERS, bool(stage % 2), ADDRESS))
        if stage > 3:
            handovers.tell(world.act(world.budi), handed, Told("good"), world.now.date(), ADDRESS)


def _met(world: World) -> None:
    today = world.now.date()
    noted = ties.add_evidence(world.act(world.budi), world.sari, Kind.MET, today, today, "")
    confirming.ask(world.act(world.budi), world.sari, UUID(str(noted.detail["evidence"])))


def _circle(world: World) -> None:
    """Sari's, in which Budi and Maya are; Eko was invited and has not come."""
    names = ["Budi", "Maya", "Eko"]
    made = subject(circles.begin(world.act(world.sari), "Malam pertama", guests_of(names), "id"))
    for name, guest in (("Budi", world.budi), ("Maya", world.maya)):
        link = Principal("i", _one("select invitation from vault.invitee where circle = %s and name = %s", made, name))
        invitations.accept(link, guest, name, world.now)


def _offer(world: World) -> None:
    """The last of the keys that Budi sees: he asks for the first."""
    seen = doors(world.budi, world.now, holder=world.sari).rows
    offers.offer(world.act(world.sari), seen[-1].id, world.budi, "Saya teringat Anda.", ADDRESS)


def _sets(world: World, stage: int) -> None:
    """Each has keys set aside for the other, two at most. Both were told; at every other stage both have opened as
    well, else neither."""
    for one, other in ((world.sari, world.budi), (world.budi, world.sari)):
        keys = frozenset(knowledge(member(one), world.now).ids("own_key", one)[-2:])
        offers.set_ready(world.act(one), other, keys, keys)
    with everything_seen():
        execute("update vault.ready_flag set since = since - interval '14 days'")
    sets.make_round(world.sari, world.now, ADDRESS)
    if stage % 2:
        exchange = _one("select id from vault.set_exchange where member = %s", world.sari)
        for one in (world.sari, world.budi):
            sets.open_set(world.act(one), exchange)
        sets.follow(world.sari, exchange, world.now, ADDRESS)


def _words(world: World, stage: int) -> None:
    about, kind = world.maya if stage % 2 else world.ratna, Kind.WARNING if stage == 1 else Kind.VOUCH
    vouching.say(world.act(world.sari), about, world.budi, kind, "Sudah lama saya kenal.", ADDRESS)
    vouching.say(world.act(world.ratna), world.joko, world.sari, Kind.VOUCH, "Jujur orangnya.", ADDRESS)


def _want(world: World, member: UUID, text: str, hearers: Hearers) -> None:
    wants.write(world.act(member), WantText(text, "Kami memasok linen."), hearers, 90, world.now.date())


def _ask(world: World) -> UUID:
    """Budi asks for a key of Sari's that he sees and has not asked for."""
    seen = doors(world.budi, world.now, holder=world.sari).rows
    key = next(row.id for row in seen if row.asked is None)
    return subject(exchanges.ask(world.act(world.budi), key, "Kami memasok linen.", ADDRESS))


def _one(sql: str, *params: object) -> UUID:
    with everything_seen():
        rows = execute(sql, params)
    found: UUID = rows[0][0]
    return found
