"""What can happen in an exchange besides ask, decision and consent: taken back, handed over, told, offered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kunci.actions import cards, consents, exchanges, handovers, offers
from kunci.actions.cards import CardText
from kunci.actions.handovers import Told
from kunci.models.viewer import Principal
from tests.cast import ADDRESS, LETTERS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret


def ask_withdraw(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """The holder is shown it, if the ask reached them."""
    rows = _rows("select asker, id, heard_by from vault.request where withdrawn_at is null order by id", secret)
    if not rows:
        return None
    asker, request, holder = pick.of(rows)
    return Call(
        asker,
        "takes an ask back",
        lambda w: exchanges.withdraw(w.act(asker), request),
        secret is None or (secret.sure and secret.me != holder),
    )


def ask_again(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Time passes until the pause is over, and somebody asks once more."""
    rows = _rows(
        "select asker, key, holder, max(pause_until) from vault.request where pause_until is not null "
        "group by asker, key, holder order by asker, key",
        secret,
    )
    if not rows:
        return None
    asker, key, holder, over = pick.of(rows)

    def do(w: World) -> object:
        w.later(max(over - w.now, timedelta()) + timedelta(hours=1))
        return exchanges.ask(w.act(asker), key, "Sekali lagi.", ADDRESS)

    return Call(asker, f"asks {world.name(holder)} again", do)


def turn_away(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """The holder wants to hear no more of it; the asker never learns, not even by asking again."""
    rows = _rows(
        "select r.holder, r.id, r.asker from vault.request r where r.heard_by is not null and r.withdrawn_at is null "
        "and not exists (select from vault.decision d where d.request = r.id) order by r.id",
        secret,
    )
    theirs = [row for row in rows if secret is not None and row[2] == secret.me]
    if not rows:
        return None
    holder, request, asker = pick.of(theirs or rows)
    return Call(
        holder,
        f"turns {world.name(asker)} away",
        lambda w: exchanges.decide(w.act(holder), request, "never", "id", ADDRESS),
        secret is None or secret.sure,
    )


def hand_over(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """What was agreed on is handed over; both know."""
    rows = _rows(
        "select r.holder, r.id, r.asker from vault.request r join vault.consent c on c.request = r.id "
        "join vault.consent_answer a on a.consent = c.id where a.answer = 'yes' order by r.id, a.id",
        secret,
    )
    if not rows:
        return None
    holder, request, asker = pick.of(rows)
    by_mail = pick.of((True, False))
    return Call(
        holder,
        f"hands over to {world.name(asker)}, by mail {by_mail}",
        lambda w: handovers.hand_over(w.act(holder), request, LETTERS, by_mail, ADDRESS),
        secret is None or (secret.sure and secret.me != asker),
    )


def tell(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows(
        "select x.teller, h.id, x.other from vault.handover h, "
        "lateral (values (h.holder, h.asker), (h.asker, h.holder)) x (teller, other) order by h.id, x.teller",
        secret,
    )
    if not rows:
        return None
    theirs = [row for row in rows if secret is not None and row[2] == secret.me]
    mostly = pick.of((True, True, False))
    teller, handover, other = pick.of(theirs if theirs and mostly else rows)
    told = Told(pick.of(("good", "unfit", "broken")), pick.of(("", "meeting")), note="kata", thanks="terima kasih")
    return Call(
        teller,
        f"tells of the handover with {world.name(other)}: {told.verdict}",
        lambda w: handovers.tell(w.act(teller), handover, told, w.now.date(), ADDRESS),
        secret is None or (secret.sure and other != secret.me),
    )


def felt(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """The contact tells how it went; the holder reads it once they can't answer it any more."""
    with everything_seen():
        rows = execute(
            "select c.id, h.holder from vault.handover h join vault.consent c on c.request = h.request order by c.id"
        )
    if not rows:
        return None
    link, holder = pick.of(rows)
    verdict, round = pick.of(("good", "broken")), pick.of((1, 1, 2))
    return Call(
        link,
        f"is the contact of {world.name(holder)} and tells: {verdict}",
        lambda w: consents.tell(Principal("c", link), round, verdict, "", "kata kontak", w.now),
        secret is None or (secret.sure and secret.me not in (holder, link)),
    )


def offer(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Somebody is offered a key; to somebody else it is a secret."""
    rows = _rows(
        "select k.holder, k.id, t.partner from vault.key k join vault.tie t on t.member = k.holder "
        "join vault.face f on f.key = k.id and f.kind = 'hint' where k.merged_into is null and t.partner <> k.holder "
        "order by k.id, t.partner",
        secret,
    )
    rows = [row for row in rows if secret is None or row[2] != secret.me]
    if not rows:
        return None
    holder, key, partner = pick.of(rows)
    return Call(
        holder,
        f"offers {world.name(partner)} a key",
        lambda w: offers.offer(w.act(holder), key, partner, "Saya teringat Anda.", ADDRESS),
        secret is None or secret.sure,
    )


def offer_answer(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """An offer is left, which is nobody's business, or taken up, which the holder sees."""
    rows = _rows("select partner, id, holder, key from vault.offer order by id", secret)
    if not rows:
        return None
    partner, id, holder, key = pick.of(rows)
    if pick.of((True, False)):
        return Call(
            partner,
            f"leaves {world.name(holder)}'s offer",
            lambda w: offers.leave(w.act(partner), id),
            secret is None or secret.sure,
        )
    return Call(
        partner,
        f"takes up {world.name(holder)}'s offer",
        lambda w: exchanges.ask(w.act(partner), key, "Saya mau.", ADDRESS, offer=id),
        secret is None or (secret.sure and secret.me != holder),
    )


def ready(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows(
        "select k.holder, k.id, t.partner from vault.key k join vault.tie t on t.member = k.holder "
        "order by k.id, t.partner",
        secret,
    )
    if not rows:
        return None
    holder, key, partner = pick.of(rows)
    ticked = frozenset({key}) if pick.of((True, True, False)) else frozenset[UUID]()
    return Call(
        holder,
        f"sets {len(ticked)} keys aside for {world.name(partner)}",
        lambda w: offers.set_ready(w.act(holder), partner, frozenset({key}), ticked),
        secret is None or secret.sure,
    )


def card(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    member = pick.of([one for one in world.names if secret is None or one != secret.me])
    said = CardText(email=pick.of(("", "kartu@contoh.example")), phone=pick.of(("", "0812")))
    return Call(
        member, "changes their card", lambda w: cards.set_card(w.act(member), said), secret is None or secret.sure
    )


def _rows(sql: str, secret: Secret | None) -> list[tuple[Any, ...]]:
    """Rows whose first column is who acts; in secret never the viewer."""
    with everything_seen():
        rows = execute(sql)
    return [row for row in rows if secret is None or row[0] != secret.me]
