"""What can happen in a world around wants that are passed on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import relaying, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from tests.secrecy.knowledge import knowledge
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.verbs_mediating import let_in, row_of
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

ON_RUNG = Hearers(Rung.KNOWN)
OWN = "Siapa kenal juragan benang?"


@dataclass(frozen=True)
class Relay:
    """A want, and the one by which it was passed on, as far as it was."""

    want: UUID
    second: UUID


def relay_match(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody looks for a door; a second, whom they and a third pass, hears it, and passes it on in every other."""
    if secret is not None:
        return None
    asker, relayer, hearer = pick.of(list(permutations(sorted(world.names, key=world.name), 3)))
    passed_on = pick.of((False, True))
    names = f"{world.name(asker)} and {world.name(hearer)}"
    return Call(
        relayer,
        f"hears and is heard by {names}, passed on {passed_on}",
        lambda w: pass_on(w, asker, relayer, hearer, passed_on=passed_on),
    )


def pass_on(w: World, asker: UUID, relayer: UUID, hearer: UUID, *, passed_on: bool = True) -> Relay:
    for one, other in ((asker, relayer), (relayer, asker), (relayer, hearer)):
        let_in(w, one, other)
    said, today = WantText("Pemasok benang, Tegal", travels=True), w.now.date()
    want = row_of(wants.write(w.act(asker), said, Hearers(None, frozenset({relayer})), 90, today))
    if not passed_on:
        return Relay(want, UUID(int=0))
    return Relay(want, row_of(relaying.relay(w.act(relayer), want, WantText(OWN, travels=True), ON_RUNG, 30, today)))


def want_relay(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A secret from everybody but who hears it; from whoever looks for the door, whatever gates they pass."""
    found = []
    for reader in sorted(world.names, key=world.name):
        if secret is None or reader != secret.me:
            rows = knowledge(Principal("m", reader), world.now).of("heard_want")
            found += [(reader, UUID(row["id"]), UUID(row["author"])) for row in rows if row["travels"]]
    theirs = [row for row in found if secret is not None and row[2] == secret.me]
    if not found:
        return None
    reader, want, author = pick.of(theirs or found)
    return Call(
        reader,
        f"passes on what {world.name(author)} looks for",
        lambda w: relaying.relay(w.act(reader), want, WantText(OWN, travels=True), ON_RUNG, 30, w.now.date()),
        secret is None or (secret.sure and bool(theirs)),
    )


def relay_outlived(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """What somebody passed on is closed: whoever hears the second alone learns nothing of it."""
    with everything_seen():
        rows = execute(
            "select f.member, f.id, r.member, r.id from vault.want r join vault.want f on f.id = r.relays "
            "where f.closed_at is null and r.closed_at is null order by r.id"
        )
    if secret is not None:
        heard = {row["id"] for row in secret.known.of("heard_want")}
        rows = [row for row in rows if secret.me not in (row[0], row[2]) and str(row[1]) not in heard]
    if not rows:
        return None
    author, want, relayer, _ = pick.of(rows)
    return Call(
        author,
        f"closes what {world.name(relayer)} passes on",
        lambda w: wants.close(w.act(author), want, frozenset(), "", "http://kunci.test"),
        secret is None or secret.sure,
    )
