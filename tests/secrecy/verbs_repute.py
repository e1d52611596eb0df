"""What is told of somebody and may be counted, by people whom nobody in a world knows; and the months that are drawn.

What a drawing should say is worked out by the core from the rows, beside the database, and kept where a branch that is
taken back takes it along: that, and not what was drawn, is what a viewer may know (knowledge.py).
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from kunci.actions import repute
from kunci.core.repute import NAMES, Drawn, Member, Telling, Word, draw, voices
from tests.cast import NOW
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

SAID = "worlds.repute"  # by member: the word, and the month in which it was last drawn from enough
_STRANGERS = UUID("c0ffee00-0000-4000-8000-000000000000")


def told_of(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A member of long standing, from a branch of their own, tells of somebody, or the first of them takes it back."""
    verdict = pick.of(("good", "unfit", "broken"))
    back = pick.of((False, False, True))
    other = pick.of(list(world.names))
    with everything_seen():
        known = execute("select id from vault.member where name = 'Orang jauh' order by joined_at, id")
    if back and known:
        return Call(None, f"from afar takes back what they told of {world.name(other)}", lambda w: _take_back(w, other))
    number = len(known)
    return Call(None, f"from afar tells of {world.name(other)}: {verdict}", lambda w: _tell(w, number, other, verdict))


def _tell(world: World, number: int, other: UUID, verdict: str) -> None:
    teller = uuid5(_STRANGERS, str(number))
    words = {"teller": teller, "other": other, "verdict": verdict, "now": world.now, "handover": uuid5(teller, "h")}
    words |= {"joined": NOW - timedelta(days=1000 - number), "until": world.now + timedelta(days=14)}
    with everything_seen():
        execute("insert into vault.member (id, name, joined_at) values (%(teller)s, 'Orang jauh', %(joined)s)", words)
        execute("insert into vault.branch (member, head) values (%(teller)s, %(teller)s)", words)
        execute(
            "insert into vault.outcome (handover, teller, other, verdict, tell_until, told_at) "
            "values (%(handover)s, %(teller)s, %(other)s, %(verdict)s, %(until)s, %(now)s)",
            words,
        )
        execute(
            "insert into vault.allowed (teller, handover, round, since) values (%(teller)s, %(handover)s, 1, %(now)s)",
            words,
        )


def _take_back(world: World, other: UUID) -> None:
    with everything_seen():
        execute(
            "update vault.allowed a set until = %s where a.until is null and a.teller = (select o.teller "
            "from vault.outcome o join vault.allowed b on b.teller = o.teller and b.until is null "
            "join vault.member m on m.id = o.teller and m.name = 'Orang jauh' "
            "where o.other = %s order by m.joined_at, m.id limit 1)",
            [world.now, other],
        )


def tell_count(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Whoever told lets it be counted, or no longer."""
    counted = pick.of((True, True, False))
    with everything_seen():
        rows = execute(
            "select o.teller, o.handover, o.round from vault.outcome o join vault.handover h on h.id = o.handover "
            "order by o.handover, o.round, o.teller"
        )
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    teller, handover, round = pick.of(rows)
    return Call(
        teller,
        f"lets what they told be counted: {counted}",
        lambda w: repute.set_counted(w.act(teller), handover, round, counted),
    )


def month_drawn(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """The round comes in the first days of the next month, or once more in this one."""
    if secret is not None:
        return None
    following = pick.of((True, False))

    def do(w: World) -> None:
        if following:
            first = (w.now.replace(day=1) + timedelta(days=32)).replace(day=1)
            w.later(first.replace(hour=3) + timedelta(days=1) - w.now)
        expect(w.now)
        repute.draw(w.now)

    return Call(None, "draws what is said of everybody" + (", in the next month" if following else ""), do)


def expect(now: datetime) -> None:
    """Works out by the core what the month of this instant should say, unless that is drawn already."""
    start = datetime(now.year, now.month, 1, tzinfo=UTC)
    with everything_seen():
        if execute("select from vault.repute_month where month >= %s", [start.date()]):
            return
        told = execute(
            "select o.other, o.teller, o.verdict, o.told_at, a.since, a.until "
            "from vault.allowed a join vault.outcome o "
            "on o.teller = a.teller and o.handover = a.handover and o.round = a.round"
        )
        people = execute(
            "select m.id, case when m.founder then m.id else b.head end, m.joined_at from vault.member m "
            "left join vault.branch b on b.member = m.id where m.closed_at is null"
        )
    members = {str(id): Member(str(head) if head else None, joined) for id, head, joined in people}
    tellings: defaultdict[str, list[Telling]] = defaultdict(list)
    for other, teller, *rest in told:
        tellings[str(other)].append(Telling(str(teller), *rest))
    before = said()
    drawn = {one: draw(voices(tellings[one], members, start), before.get(one), start.date()) for one in members}
    kept = {one: (NAMES[word.word], word.month.isoformat()) for one, word in drawn.items() if word is not None}
    execute("select set_config(%s, %s, true)", [SAID, json.dumps(kept)])


def said() -> dict[str, Drawn]:
    words: dict[str, Word] = {name: word for word, name in NAMES.items()}
    kept: dict[str, Any] = json.loads(
        execute("select coalesce(nullif(current_setting(%s, true), ''), '{}')", [SAID])[0][0]
    )
    return {one: Drawn(words[word], date.fromisoformat(month)) for one, (word, month) in kept.items()}
