"""What can happen in a world around first steps: wished for, asked, answered, told, talked over, exchanged, ended."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kunci.actions import first_steps, keyring, wants
from kunci.actions.keyring import HintText, PersonText
from kunci.actions.wants import Hearers, WantText
from tests.cast import ADDRESS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.verbs_mediating import KNOWN_FIRST, SENTENCE, let_in, row_of
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

FAR = ("wish", "ask", "tell", "pair")


@dataclass(frozen=True)
class Meeting:
    """A wish, and the first step that came of it, as far as it went."""

    want: UUID
    step: UUID


def step_match(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody would like to get to know a third, whom a second knows as well; it goes as far as it is let go."""
    if secret is not None:
        return None
    asker, mediator, other = pick.of(list(permutations(sorted(world.names, key=world.name), 3)))
    far, named = pick.of(FAR), pick.of((False, True))
    return Call(
        mediator,
        f"could bring {world.name(asker)} to {world.name(other)}: {far}, named {named}",
        lambda w: meet(w, asker, mediator, other, far, named=named),
    )


def meet(w: World, asker: UUID, mediator: UUID, other: UUID, far: str, *, named: bool = False) -> Meeting:
    """`far`: wish, ask, tell, or pair (an exchange is proposed)."""
    for one, another in ((asker, mediator), (other, mediator), (other, asker)):
        let_in(w, one, another)
    said = WantText(f"Ingin belajar dari {w.name(other)}.", may_name=named, person=other)
    want = row_of(wants.write(w.act(asker), said, Hearers(None, frozenset({mediator})), 90, w.now.date()))
    if far == "wish":
        return Meeting(want, UUID(int=0))
    step = row_of(first_steps.propose(w.act(mediator), want, SENTENCE, ADDRESS, named=named))
    if far != "ask":
        first_steps.say_yes(w.act(other), step, ADDRESS)
        first_steps.tell(w.act(mediator), step, "Ia bersedia.", ADDRESS)
    if far == "pair":
        for one in (asker, other):
            hint, who = HintText(f"Kunci kecil {w.name(one)}"), PersonText("Tono Rahasia", "", "", (), ())
            key = row_of(keyring.add_key(w.act(one), hint, who, KNOWN_FIRST, ""))
            first_steps.name_key(w.act(one), step, key, ADDRESS)
        first_steps.pair(w.act(mediator), step, ADDRESS)
    return Meeting(want, step)


def step_answer(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Left, or thought of again: a secret from everybody, and above all from the mediator; a yes from the asker."""
    rows = _rows(
        "select f.other, f.id, f.mediator, f.asker from vault.first_step f where f.told_at is null and not exists ("
        "select from vault.step_yes y where y.step = f.id) order by f.id",
        secret,
    )
    do = pick.of((first_steps.leave, first_steps.bring_back, _yes))
    theirs = [row for row in rows if secret is not None and row[3 if do is _yes else 2] == secret.me]
    if do is _yes and secret is not None:
        rows = [row for row in rows if row[2] != secret.me]
    if not rows:
        return None
    other, id, _, _ = pick.of(theirs or rows)
    name = do.__name__
    return Call(other, f"does {name} with a first step", lambda w: do(w.act(other), id), secret is None or secret.sure)


def step_ask(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody is asked: a secret from whoever wished for it."""
    rows = _rows(
        'select g.viewer, w.id, w.person, w.member from vault.want w join vault."grant" g on g.gate = w.id '
        "where w.person is not null and g.viewer <> w.member and w.closed_at is null order by w.id, g.viewer",
        secret,
    )
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    theirs = [row for row in rows if secret is not None and row[3] == secret.me]
    if not rows:
        return None
    mediator, want, _, _ = pick.of(theirs or rows)
    return Call(
        mediator,
        "asks somebody whether they would meet a person",
        lambda w: first_steps.propose(w.act(mediator), want, SENTENCE, ADDRESS),
        secret is None or secret.sure,
    )


def step_say(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """One of the two tells the mediator what they are wary of, or names a key: the other of the two reads neither."""
    rows = _sides(world, secret)
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    theirs = [row for row in rows if secret is not None and row[3] == secret.me]
    if not rows:
        return None
    one, id, _, _ = pick.of(theirs or rows)
    return Call(
        one,
        "tells the mediator what they are wary of",
        lambda w: first_steps.note(w.act(one), id, "Waktu saya sempit.", ADDRESS),
        secret is None or secret.sure,
    )


def step_agree(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """The first of the two agrees to the exchange, or takes it back: a secret from the other, and from the mediator."""
    rows = [row for row in _sides(world, secret) if _paired(row[1])]
    if secret is not None:
        rows = [row for row in rows if row[3] == secret.me or row[2] == secret.me] or rows
    if not rows:
        return None
    one, id, _, _ = pick.of(rows)
    do = pick.of((first_steps.agree, first_steps.agree, _disagree))
    return Call(one, f"does {do.__name__}", lambda w: _do(do, w, one, id), False if secret is None else secret.sure)


def step_end(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """One of three ends it, which the two others may see."""
    rows = _rows(
        "select unnest(array[f.mediator, f.asker, f.other]), f.id, f.mediator, f.asker, f.other "
        "from vault.first_step f where f.told_at is not null and f.ended_at is null order by f.id, 1",
        secret,
    )
    rows = [row for row in rows if secret is None or secret.me not in row[2:]]
    if not rows:
        return None
    one, id, *_ = pick.of(rows)
    return Call(one, "ends a first step", lambda w: first_steps.end(w.act(one), id), secret is None)


def _yes(act: Any, id: UUID) -> object:
    return first_steps.say_yes(act, id, ADDRESS)


def _disagree(act: Any, id: UUID, address: str) -> object:
    return first_steps.disagree(act, id)


def _do(do: Any, w: World, one: UUID, id: UUID) -> object:
    return do(w.act(one), id, ADDRESS)


def _paired(id: UUID) -> bool:
    with everything_seen():
        found = execute("select count(*), count(until) from vault.step_side where step = %s", [id])
    return bool(found == [(2, 0)])


def _sides(world: World, secret: Secret | None) -> list[tuple[Any, ...]]:
    """Who acts, in which, through whom, with whom."""
    return _rows(
        "select s.one, f.id, f.mediator, s.two from vault.first_step f, lateral (values (f.asker, f.other), "
        "(f.other, f.asker)) s (one, two) where f.told_at is not null and f.ended_at is null order by f.id, s.one",
        secret,
    )


def _rows(sql: str, secret: Secret | None) -> list[tuple[Any, ...]]:
    """Rows whose first column is who acts; in secret never the viewer."""
    with everything_seen():
        rows = execute(sql)
    return [row for row in rows if secret is None or row[0] != secret.me]
