"""Two people act on one exchange at the same moment: real threads, real transactions, a hundred races and more.

What comes of it must be what would have come of one after the other, in one of the two orders; both get an answer, done
or refused with a sentence; and nobody waits for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

import pytest

from kunci.actions import closing, consents, exchanges, handovers, keyring, mail, offers, ties
from kunci.actions.handovers import Told
from kunci.actions.verb import Refused
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal import deciding, doors, links, notices, partners
from kunci.reveal import exchanges as seen
from kunci.reveal import handovers as seen_handovers
from kunci.web.refusals import refusal
from tests.actions.conftest import Postbox
from tests.actions.steps import asked_for, face, hands, link
from tests.actions.test_verb import at_once
from tests.cast import ADDRESS, LETTERS, Cast, join

RACES = 7  # of each kind
Step = Callable[[], object]


@dataclass(frozen=True)
class Stage:
    """A holder who was asked, their asker, the key between them, and its contact's link once there is one."""

    cast: Cast
    holder: UUID
    asker: UUID
    key: UUID
    request: UUID
    contact: Principal | None = None
    handover: UUID | None = None

    def decide(self, answer: str) -> Step:
        return partial(exchanges.decide, self.cast.act(self.holder), self.request, answer, "id", ADDRESS)

    def withdraw(self) -> Step:
        return partial(exchanges.withdraw, self.cast.act(self.asker), self.request)

    def hand_over(self) -> Step:
        return partial(handovers.hand_over, self.cast.act(self.holder), self.request, LETTERS, True, ADDRESS)

    def answer(self, answer: str) -> Step:
        assert self.contact is not None
        return partial(consents.answer_consent, self.contact, answer, self.cast.now, ADDRESS)

    def tell(self, teller: UUID, verdict: str) -> Step:
        assert self.handover is not None
        act, today = self.cast.act(teller), self.cast.now.date()
        return partial(handovers.tell, act, self.handover, Told(verdict), today, ADDRESS)

    def contact_tells(self) -> Step:
        assert self.contact is not None
        return partial(consents.tell, self.contact, 1, "good", "", "", self.cast.now)

    def ask(self, offer: UUID | None = None) -> Step:
        return partial(exchanges.ask, self.cast.act(self.asker), self.key, "Lagi.", ADDRESS, offer=offer)

    def close(self, who: UUID) -> Step:
        return partial(closing.close_account, self.cast.act(who))


def asked(cast: Cast) -> Stage:
    """Two who have only just joined, so that no race hears of another."""
    holder = join(cast.act(cast.sari), "Wati", f"wati{cast.once.used}@kunci.test")
    asker = join(cast.act(holder), "Yusuf", f"yusuf{cast.once.used}@kunci.test")
    return Stage(cast, holder, asker, *asked_for(cast, holder, asker))


def agreed(cast: Cast) -> Stage:
    stage = asked(cast)
    cast.decide(stage.holder, stage.request)
    contact = link(cast, stage.holder, stage.request)
    cast.later(0.01)
    consents.answer_consent(contact, "yes", cast.now, ADDRESS)
    cast.later(0.01)
    return Stage(cast, stage.holder, stage.asker, stage.key, stage.request, contact)


def handed(cast: Cast) -> Stage:
    stage = agreed(cast)
    made = hands(cast, stage.holder, stage.request)
    cast.later(0.01)
    return Stage(cast, stage.holder, stage.asker, stage.key, stage.request, stage.contact, made)


def offered(stage: Stage) -> UUID:
    """The ask is taken back, and the key offered."""
    cast = stage.cast
    stage.withdraw()()
    cast.later(0.01)
    made = offers.offer(cast.act(stage.holder), stage.key, stage.asker, "Ini.", ADDRESS).subject
    cast.later(0.01)
    assert made is not None
    return made


def _withdrawn_or_handed(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = agreed(cast)
    return stage, stage.withdraw(), stage.hand_over()


def _taken_back_or_handed(cast: Cast, answer: str) -> tuple[Stage, Step, Step]:
    stage = agreed(cast)
    return stage, stage.answer(answer), stage.hand_over()


def _never_or_asked_again(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = asked(cast)
    offer = offered(stage)
    return stage, stage.decide("never"), stage.ask(offer)


def _not_now_or_handed(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = agreed(cast)
    return stage, stage.decide("not_now"), stage.hand_over()


def _handed_from_two_windows(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = agreed(cast)
    return stage, stage.hand_over(), stage.hand_over()


def _both_tell(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = handed(cast)
    return stage, stage.tell(stage.asker, "good"), stage.tell(stage.holder, "unfit")


def _told_and_felt(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = handed(cast)
    return stage, stage.tell(stage.holder, "broken"), stage.contact_tells()


def _taken_up_or_dropped(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = asked(cast)
    offer = offered(stage)
    return stage, stage.ask(offer), partial(keyring.drop_key, cast.act(stage.holder), stage.key)


def _withdrawn_or_decided(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = asked(cast)
    return stage, stage.withdraw(), stage.decide("yes")


def _asker_gone_or_handed(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = agreed(cast)
    return stage, stage.close(stage.asker), stage.hand_over()


def _holder_gone_or_answered(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = agreed(cast)
    return stage, stage.close(stage.holder), stage.answer("no")


def _asker_gone_or_shut_out(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = handed(cast)
    return stage, stage.close(stage.asker), partial(ties.lower, cast.act(stage.holder), stage.asker, Rung.STRANGER)


def _asker_gone_or_opened(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = handed(cast)
    hint = face(cast, stage.holder, stage.key, FaceKind.HINT)
    act, day = cast.act(stage.holder), cast.now.date()
    again = partial(ties.grant, act, stage.asker, Rung.TRUSTED, {hint}, None, day, "")
    return stage, stage.close(stage.asker), again


def _asker_gone_or_key_closed(cast: Cast) -> tuple[Stage, Step, Step]:
    stage = handed(cast)
    return stage, stage.close(stage.asker), partial(keyring.close_key, cast.act(stage.holder), stage.key)


def _both_gone(cast: Cast) -> tuple[Stage, Step, Step]:
    """Each has asked the other, and both contacts have links."""
    stage = agreed(cast)
    _, back = asked_for(cast, stage.asker, stage.holder)
    cast.decide(stage.asker, back)
    return stage, stage.close(stage.holder), stage.close(stage.asker)


KINDS: dict[str, Callable[[Cast], tuple[Stage, Step, Step]]] = {
    "withdrawn or handed over": _withdrawn_or_handed,
    "the contact's no or the handover": partial(_taken_back_or_handed, answer="no"),
    "the contact's silence or the handover": partial(_taken_back_or_handed, answer="silent"),
    "never or asked again": _never_or_asked_again,
    "not now or handed over": _not_now_or_handed,
    "handed over from two windows": _handed_from_two_windows,
    "asker and holder tell": _both_tell,
    "holder and contact tell": _told_and_felt,
    "an offer taken up or its key dropped": _taken_up_or_dropped,
    "withdrawn or decided": _withdrawn_or_decided,
    "the asker's account closed or the handover": _asker_gone_or_handed,
    "the holder's account closed or the contact's answer": _holder_gone_or_answered,
    "the asker's account closed or the asker shut out": _asker_gone_or_shut_out,
    "the asker's account closed or a rung opened to them": _asker_gone_or_opened,
    "the asker's account closed or the key": _asker_gone_or_key_closed,
    "both accounts closed": _both_gone,
}


def said(step: Step) -> str:
    try:
        step()
    except Refused as refused:
        return refused.code
    return "done"


def sent(cast: Cast) -> list[str]:
    """To whom mail goes: what stands before the numbers that tell the races apart."""
    postbox = Postbox()
    while mail.deliver_one(cast.now, postbox, "Kunci <kunci@kunci.test>", ADDRESS):
        pass
    return sorted("".join(sign for sign in to if not sign.isdigit()) for one in postbox.sent for to in one.to)


def came_of_it(stage: Stage) -> list[object]:
    """All that holder, asker and contact can see afterwards, in words without ids."""
    found: list[object] = []
    for who in (stage.holder, stage.asker):
        found += _seen_by(who, stage.cast.now)
    if stage.contact is not None:
        shown = links.consent(stage.contact, stage.cast.now)
        found.append(shown and (shown.answer, shown.handed_at is not None, shown.told, shown.asker_name))
    return found


def _seen_by(who: UUID, now: datetime) -> Iterator[object]:
    lists = seen.exchanges(who, now)
    for asked in lists.asked:
        yield asked.withdrawn, asked.over, asked.sentence
    for ask in lists.received:
        view = deciding.decide(who, now, ask.id)
        assert view is not None
        yield ask.answered, ask.agreed, ask.handover is not None, ask.withdrawn, ask.sentence
        yield view.can_hand_over, view.turned_away, view.consent and view.consent.answer
    for row in lists.handovers:
        handover = seen_handovers.handover(who, now, row.id)
        assert handover is not None
        yield row.role, bool(handover.details.emails), handover.introduction is not None
        for told in handover.rounds:
            yield [one and one.verdict for one in (told.mine, told.theirs, told.felt)]
    yield [row.asked is not None for row in doors.doors(who, now).rows]
    yield sorted(row.kind for row in notices.notices(who, now).rows)
    for partner in partners.partners(who, now):
        shown = partners.relation(who, now, partner.id)
        yield partner.name, partner.rung, shown and sorted(row.kind for row in shown.evidence)


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_who_act_at_once_one_comes_first_and_both_get_an_answer(committed: Cast, kind: str) -> None:
    orders = []
    for turned in (False, True):
        stage, first, second = KINDS[kind](committed)
        sent(committed)
        answers = [said(second), said(first)][::-1] if turned else [said(first), said(second)]
        orders.append((answers, came_of_it(stage), sent(committed)))
    for _ in range(RACES):
        stage, first, second = KINDS[kind](committed)
        sent(committed)
        done = at_once([first, second])
        assert all(refusal(one) for one in done if isinstance(one, Refused))
        answers = [one.code if isinstance(one, Refused) else "done" for one in done]
        assert (answers, came_of_it(stage), sent(committed)) in orders


def test_these_are_a_hundred_races() -> None:
    assert len(KINDS) * RACES >= 100
