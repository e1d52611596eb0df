"""What can happen in a world around doors that members look for: written, changed, closed, put away, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from kunci.actions import heard_wants, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from tests.cast import ADDRESS
from tests.secrecy.knowledge import knowledge
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

# Two of them word for word what a key says (tests/secrecy/verbs.py: HINTS).
TEXTS = ("Direktur tambang, Manado", "Notaris, Bandung", "Pemasok kain, Solo", "Kepala gudang, Gresik")


def want_write(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Heard on a rung, by name or by nobody; in secret not by the viewer."""
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    text, rung, days = pick.of(TEXTS), pick.of((None, Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING)), pick.of((14, 90))
    named = frozenset(one for one in pick.some(_known(world, member)) if secret is None or one != secret.me)
    return Call(
        member,
        f"looks for {text!r}: {rung}, {[world.name(one) for one in named]}, {days} days",
        lambda w: wants.write(w.act(member), WantText(text), Hearers(rung, named), days, w.now.date()),
        False if secret is not None and rung is not None else secret is None or secret.sure,
    )


def want_change(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Words and hearers; in secret only of one that the viewer does not hear of, and not so that they do."""
    rows = _rows("select member, id, text from vault.want where closed_at is null order by id", secret)
    if secret is not None:
        heard = {row["id"] for row in secret.known.of("heard_want")}
        rows = [row for row in rows if str(row[1]) not in heard]
    if not rows:
        return None
    member, want, text = pick.of(rows)
    text, rung = pick.of((text, *TEXTS)), pick.of((None, Rung.KNOWN, Rung.TRUSTED))
    named = frozenset(one for one in pick.some(_known(world, member)) if secret is None or one != secret.me)
    return Call(
        member,
        f"looks for {text!r} instead: {rung}, {[world.name(one) for one in named]}",
        lambda w: wants.change(w.act(member), want, WantText(text, "Lain."), Hearers(rung, named), w.now.date()),
        False if secret is not None and rung is not None else secret is None or secret.sure,
    )


def want_end(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Closed, opened again or extended; whoever hears of it may know."""
    rows = _rows("select member, id from vault.want order by id", secret)
    if not rows:
        return None
    member, want = pick.of(rows)
    do = pick.of(("close", "close", "reopen", "extend"))
    steps = {
        "close": lambda w: wants.close(w.act(member), want, _helpers(want, pick), "Terima kasih.", ADDRESS),
        "reopen": lambda w: wants.reopen(w.act(member), want),
        "extend": lambda w: wants.extend(w.act(member), want, 180),
    }
    return Call(member, f"does {do} of a want", steps[do], secret is None)


def want_away(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Put aside, brought back, muted, or a key does not fit: a secret from everybody else, and above all its author."""
    rows = _heard(world, secret)
    theirs = [row for row in rows if secret is not None and row[2] == secret.me]
    if not rows:
        return None
    reader, want, author = pick.of(theirs or rows)
    do, key = pick.of(("aside", "mute", "no_match", "back", "unmute", "match_again")), _key(reader, pick)
    steps = {
        "aside": lambda w: heard_wants.put_aside(w.act(reader), want),
        "back": lambda w: heard_wants.bring_back(w.act(reader), want),
        "mute": lambda w: heard_wants.mute(w.act(reader), author),
        "unmute": lambda w: heard_wants.unmute(w.act(reader), author),
        "match_again": lambda w: heard_wants.match_again(w.act(reader), want, key or want),
        "no_match": lambda w: heard_wants.no_match(w.act(reader), want, key or want),
    }
    return Call(reader, f"does {do} with what {world.name(author)} looks for", steps[do], secret is None or secret.sure)


def want_offer(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A key is offered for it: its author learns of it, and nobody else."""
    rows = [row for row in _heard(world, secret) if secret is None or row[2] != secret.me]
    if not rows:
        return None
    reader, want, author = pick.of(rows)
    if (key := _key(reader, pick)) is None:
        return None
    return Call(
        reader,
        f"offers a key for what {world.name(author)} looks for",
        lambda w: heard_wants.offer(w.act(reader), want, key, "Saya kenal orangnya.", ADDRESS),
        secret is None or secret.sure,
    )


def _known(world: World, member: UUID) -> list[UUID]:
    """Whom a member lets onto some rung now."""
    with everything_seen():
        rows = execute(
            "select viewer from vault.pass where holder = %s and known_until > %s order by viewer", [member, world.now]
        )
    return [row[0] for row in rows]


def _heard(world: World, secret: Secret | None) -> list[tuple[UUID, UUID, UUID]]:
    """Who hears of which want of whom; in secret never the viewer."""
    found = []
    for reader in world.names:
        if secret is None or reader != secret.me:
            rows = knowledge(Principal("m", reader), world.now).of("heard_want")
            found += [(reader, UUID(row["id"]), UUID(row["author"])) for row in rows]
    return sorted(found)


def _key(holder: UUID, pick: Pick) -> UUID | None:
    rows = _rows(
        f"select k.holder, k.id from vault.key k join vault.face f on f.key = k.id and f.kind = 'hint' "
        f"where k.holder = '{holder}' and k.merged_into is null order by k.id",
        None,
    )
    return pick.of(rows)[1] if rows else None


def _helpers(want: UUID, pick: Pick) -> frozenset[UUID]:
    with everything_seen():
        rows = execute("select distinct holder from vault.offer where want = %s order by holder", [want])
    return frozenset(row[0] for row in rows)


def _rows(sql: str, secret: Secret | None) -> list[tuple[Any, ...]]:
    """Rows whose first column is who acts; in secret never the viewer."""
    with everything_seen():
        rows = execute(sql)
    return [row for row in rows if secret is None or row[0] != secret.me]
