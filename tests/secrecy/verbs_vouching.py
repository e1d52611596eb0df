"""What can happen around words about a third in a world: said, counted, left, taken back, failed; and two get to know
each other of whom one was told about the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from kunci.actions import invitations, ties, vouching
from kunci.core.evidence import Kind
from kunci.models.viewer import Principal
from tests.cast import ADDRESS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def vouch_say(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A secret from everybody but the two, and so from whom it is about."""
    rows = _rows(
        "select a.member, a.partner, b.partner from vault.tie a join vault.tie b on b.member = a.member "
        "and b.partner <> a.partner order by 1, 2, 3",
        secret,
    )
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    theirs = [row for row in rows if secret is not None and row[1] == secret.me]
    if not rows:
        return None
    mostly = pick.of((True, True, False))
    speaker, about, hearer = pick.of(theirs if theirs and mostly else rows)
    kind = pick.of((Kind.VOUCH, Kind.WARNING))
    return Call(
        speaker,
        f"tells {world.name(hearer)} about {world.name(about)}: {kind}",
        lambda w: vouching.say(w.act(speaker), about, hearer, kind, "Saya mengenalnya.", ADDRESS),
        secret is None or secret.sure,
    )


def vouch_answer(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """It is counted, or left: a secret from everybody else, and above all from whoever said it."""
    rows = _rows("select hearer, id, speaker from vault.vouch order by id", secret)
    theirs = [row for row in rows if secret is not None and row[2] == secret.me]
    if not rows:
        return None
    hearer, vouch, speaker = pick.of(theirs or rows)
    if pick.of((True, False)):
        return Call(
            hearer,
            f"counts what {world.name(speaker)} said",
            lambda w: vouching.count(w.act(hearer), vouch, w.now.date()),
            # It extends or ends what is open to whom it is about.
            secret is None or (secret.sure and secret.me not in _about(vouch)),
        )
    return Call(
        hearer,
        f"leaves what {world.name(speaker)} said",
        lambda w: vouching.leave(w.act(hearer), vouch),
        secret is None or secret.sure,
    )


def vouch_withdraw(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select speaker, id, hearer from vault.vouch where withdrawn_at is null order by id", secret)
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    if not rows:
        return None
    speaker, vouch, hearer = pick.of(rows)
    return Call(
        speaker,
        f"takes back what they told {world.name(hearer)}",
        lambda w: vouching.withdraw(w.act(speaker), vouch, ADDRESS),
        secret is None or secret.sure,
    )


def word_fails(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Whoever was told about somebody notes a broken promise; what that does to the speaker is the hearer's alone."""
    rows = _rows("select v.hearer, v.about, v.speaker from vault.vouch v order by v.id", secret)
    rows = [row for row in rows if _knows(row[0], row[1])]
    if not rows:
        return None
    hearer, about, speaker = pick.of(rows)
    return Call(
        hearer,
        f"notes that {world.name(about)} broke a promise",
        lambda w: ties.add_evidence(w.act(hearer), about, Kind.PROMISE_BROKEN, w.now.date(), w.now.date(), ""),
        # What was open to either of the two ends sooner by it.
        secret is None or (secret.sure and secret.me not in (about, speaker)),
    )


def acquainted(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Whoever was told about somebody gets to know them."""
    rows = _rows("select hearer, about from vault.vouch order by id", secret)
    rows = [row for row in rows if not _knows(*row) and (secret is None or row[1] != secret.me)]
    if not rows:
        return None
    hearer, about = pick.of(rows)

    def do(w: World) -> object:
        made = invitations.invite(w.act(hearer), "", "").subject
        return made and invitations.accept(Principal("i", made), about, w.name(about), w.now)

    return Call(hearer, f"gets to know {world.name(about)}", do, secret is None or secret.sure)


def _about(vouch: UUID) -> tuple[Any, ...]:
    with everything_seen():
        return execute("select about from vault.vouch where id = %s", [vouch])[0]


def _knows(one: UUID, other: UUID) -> bool:
    with everything_seen():
        return bool(execute("select 1 from vault.tie where member = %s and partner = %s", [one, other]))


def _rows(sql: str, secret: Secret | None) -> list[tuple[Any, ...]]:
    """Rows whose first column is who acts; in secret never the viewer."""
    with everything_seen():
        rows = execute(sql)
    return [row for row in rows if secret is None or row[0] != secret.me]
