"""What can happen in a world around mentors: proposed, answered and ended; drafts written, changed and commented."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kunci.actions import invitations, mentoring
from kunci.actions.exchanges import Words
from kunci.actions.verb import Done
from kunci.core.mentoring import Role
from kunci.models.viewer import Principal, member
from tests.cast import ADDRESS
from tests.secrecy.knowledge import knowledge
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

WORDS = "Boleh saya belajar dari Anda?"
SENTENCES = ("Kami memasok linen.", "Kami memasok seprai.", "Boleh kami berkenalan?")
NOTES = ("Sebut apa yang Anda pasok.", "Lebih pendek.")


def mentor_match(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody experienced and a newcomer, as far as it goes."""
    if secret is not None:
        return None
    newcomer, mentor = pick.of(list(permutations(sorted(world.names, key=world.name), 2)))
    far = pick.of(("asked", "offered", "agree", "draft", "note"))
    return Call(
        mentor,
        f"could accompany {world.name(newcomer)}: {far}",
        lambda w: accompany(w, newcomer, mentor, far),
    )


def accompany(w: World, newcomer: UUID, mentor: UUID, far: str) -> tuple[UUID, UUID]:
    """`far`: asked, offered, agree, draft or note. The mentorship, and the draft as far as there is one."""
    told_well(w, mentor)
    with everything_seen():
        known = execute("select from vault.tie where (member, partner) = (%s, %s)", [newcomer, mentor])
    if not known:
        made = _made(invitations.invite(w.act(mentor), "", ""))
        invitations.accept(Principal("i", made), newcomer, w.name(newcomer), w.now)
    asks = far != "offered"
    one, other, role = (newcomer, mentor, Role.NEWCOMER) if asks else (mentor, newcomer, Role.MENTOR)
    id = _made(mentoring.propose(w.act(one), other, role, WORDS, ADDRESS))
    draft = UUID(int=0)
    if far in ("agree", "draft", "note"):
        mentoring.agree(w.act(other), id, ADDRESS)
    doors = knowledge(member(newcomer), w.now).ids("door", newcomer)
    if far in ("draft", "note") and doors:
        draft = _made(mentoring.write(w.act(newcomer), doors[0], Words(SENTENCES[0]), ADDRESS))
        if far == "note":
            mentoring.note(w.act(mentor), draft, NOTES[0], ADDRESS)
    return id, draft


def told_well(w: World, teller: UUID, times: int = 3) -> None:
    """They told so many outcomes well, and nobody can answer them any more. Put in, for exchanges take long."""
    with everything_seen():
        execute(
            "insert into vault.outcome (handover, teller, other, verdict, tell_until, told_at) "
            "select md5(%(teller)s::text || n)::uuid, %(teller)s, %(teller)s, 'good', %(now)s, "
            "%(now)s - n * interval '30 days' from generate_series(1, %(times)s) n on conflict do nothing",
            {"teller": teller, "now": w.now, "times": times},
        )


def mentor_propose(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A secret from everybody but the two."""
    with everything_seen():
        ties = execute("select member, partner from vault.tie order by member, partner")
    pairs = [row for row in ties if secret is None or secret.me not in row]
    if not pairs:
        return None
    one, other = pick.of(pairs)
    role = pick.of((Role.NEWCOMER, Role.MENTOR))
    return Call(
        one,
        f"would take part as {role} with {world.name(other)}",
        lambda w: mentoring.propose(w.act(one), other, role, WORDS, ADDRESS),
        secret is None or secret.sure,
    )


def mentor_leave(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A secret from everybody else, and above all from whoever proposed it."""
    rows = _mentorships("agreed_at is null", "proposed_by", secret)
    if not rows:
        return None
    answerer, id, proposer = pick.of(rows)
    return Call(
        answerer,
        f"leaves what {world.name(proposer)} proposed",
        lambda w: mentoring.leave(w.act(answerer), id),
        secret is None or secret.sure,
    )


def mentor_agree(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """From some it is none: those whom the newcomer deals with."""
    rows = _mentorships("agreed_at is null", "proposed_by", secret)
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    if not rows:
        return None
    answerer, id, proposer = pick.of(rows)
    return Call(
        answerer,
        f"agrees to what {world.name(proposer)} proposed",
        lambda w: mentoring.agree(w.act(answerer), id, ADDRESS),
        secret is None,
    )


def mentor_end(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Taken back or ended, by either."""
    rows = [
        *_mentorships("true", "newcomer", secret),
        *_mentorships("true", "mentor", secret),
    ]
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    if not rows:
        return None
    one, id, other = pick.of(rows)
    if pick.of((True, False)):
        return Call(
            one,
            f"ends it with {world.name(other)}",
            lambda w: mentoring.end(w.act(one), id, "Terima kasih.", ADDRESS),
            secret is None,
        )
    return Call(
        one,
        f"takes it back from {world.name(other)}",
        lambda w: mentoring.withdraw(w.act(one), id),
        secret is None or secret.sure,
    )


def draft_write(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Written, changed or thrown away: a secret from everybody but the newcomer's mentor."""
    rows = _mentorships("until > %(now)s", "mentor", secret, {"now": world.now})
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    if not rows:
        return None
    newcomer, _, mentor = pick.of(rows)
    words = Words(pick.of(SENTENCES), pick.of(("", "Sejak lama.")))
    with everything_seen():
        mine = execute("select id, mentor from vault.draft where newcomer = %s and sent_at is null", [newcomer])
    mine = [row for row in mine if secret is None or row[1] != secret.me]
    doors = knowledge(member(newcomer), world.now).ids("door", newcomer)
    again: bool = pick.of((True, False))
    if mine and again:
        draft = pick.of(sorted(row[0] for row in mine))
        if pick.of((True, True, False)):
            return Call(
                newcomer,
                f"changes a draft that {world.name(mentor)} reads",
                lambda w: mentoring.change(w.act(newcomer), draft, words, ADDRESS),
                secret is None or secret.sure,
            )
        return Call(
            newcomer,
            f"throws a draft away that {world.name(mentor)} reads",
            lambda w: mentoring.drop(w.act(newcomer), draft),
            secret is None or secret.sure,
        )
    if not doors:
        return None
    key = pick.of(doors)
    return Call(
        newcomer,
        f"drafts an ask that {world.name(mentor)} reads",
        lambda w: mentoring.write(w.act(newcomer), key, words, ADDRESS),
        secret is None or secret.sure,
    )


def draft_note(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A secret from everybody but the newcomer, and so from whoever holds the key."""
    with everything_seen():
        rows = execute(
            "select mentor, id, newcomer from vault.draft where shown_until > %(now)s and sent_at is null order by id",
            {"now": world.now},
        )
    rows = [row for row in rows if secret is None or secret.me not in (row[0], row[2])]
    if not rows:
        return None
    mentor, draft, newcomer = pick.of(rows)
    words = pick.of(NOTES)
    return Call(
        mentor,
        f"says something to a draft of {world.name(newcomer)}",
        lambda w: mentoring.note(w.act(mentor), draft, words, ADDRESS),
        secret is None or secret.sure,
    )


def _mentorships(
    state: str, other: str, secret: Secret | None, words: dict[str, object] | None = None
) -> list[tuple[Any, ...]]:
    """Who acts, the mentorship, and the other one, whom the column names; in secret never the viewer."""
    with everything_seen():
        rows = execute(
            f"select case when {other} = newcomer then mentor else newcomer end, id, {other} "
            f"from vault.mentorship where {state} order by id",
            words,
        )
    return [row for row in rows if secret is None or row[0] != secret.me]


def _made(done: Done) -> UUID:
    if done.subject is None:
        raise AssertionError("the action is about no row")
    return done.subject


def mentored(w: World, ratna: UUID, sari: UUID, joko: UUID, mark: str) -> None:
    """Ratna is each of the two once, with words of hers in everything: with Sari it ended, Joko she accompanies."""
    told_well(w, sari)
    asked = _made(mentoring.propose(w.act(ratna), sari, Role.NEWCOMER, f"belajar {mark}", ADDRESS))
    mentoring.agree(w.act(sari), asked, ADDRESS)
    door = knowledge(member(ratna), w.now).ids("door", ratna)[0]
    draft = _made(mentoring.write(w.act(ratna), door, Words(f"rancangan {mark}", mark), ADDRESS))
    mentoring.note(w.act(sari), draft, "catatan Sari", ADDRESS)
    mentoring.end(w.act(ratna), asked, f"penutup {mark}", ADDRESS)
    waits = _made(mentoring.propose(w.act(sari), ratna, Role.MENTOR, "tawaran Sari", ADDRESS))
    mentoring.leave(w.act(ratna), waits)
    told_well(w, ratna)
    offered = _made(mentoring.propose(w.act(ratna), joko, Role.MENTOR, f"tawaran {mark}", ADDRESS))
    mentoring.agree(w.act(joko), offered, ADDRESS)
    key = knowledge(member(joko), w.now).ids("door", joko)[0]
    shown = _made(mentoring.write(w.act(joko), key, Words("rancangan Joko"), ADDRESS))
    mentoring.note(w.act(ratna), shown, f"catatan {mark}", ADDRESS)
