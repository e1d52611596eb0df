"""Every page of an exchange in every state, as a story told day by day: who looks at what, before the story goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from kunci.actions import cards, consents, exchanges, offers
from kunci.actions.cards import CardText
from kunci.core.rungs import Rung
from tests.actions.steps import answers, close_for_months, decision, hands, link, tell
from tests.cast import ADDRESS, Cast

LONG = (
    "Kami memasok linen ke sebelas rumah sakit di Jawa Timur, dan tahun depan ingin ikut tender seprai dan baju "
    "operasi di rumah sakit milik yayasan; sebelum itu saya ingin mendengar langsung apa yang selama ini "
    "paling menyulitkan bagian pengadaan mereka."
)
WHY = "Kami sudah lima tahun memasok linen.\nYang kami cari bukan pesanan, melainkan masukan.\n\nSetengah jam cukup."
CARD = CardText("+62 812 3456 7890", "budi@linennusantara.example", "linennusantara.example", "Pemasok linen, Semarang")
LONG_NAME = "Raden Ajeng Siti Nurhaliza Kusumawardhani Prawirodirdjo Mangkunegoro, S.Farm., Apt., M.Kes."
LONG_HINT = "Kepala instalasi farmasi dan perbekalan kesehatan di rumah sakit rujukan provinsi, Surabaya dan Sidoarjo"


@dataclass(frozen=True)
class Scene:
    """A page to look at. `who` is nobody where a contact looks."""

    name: str
    who: UUID | None
    path: str


def told(cast: Cast) -> Iterator[Scene]:
    """The story. Sari holds the keys, Budi asks, Ratna looks on from the other side of an offer."""
    sari, budi, ratna = cast.sari, cast.budi, cast.ratna

    def at(name: str, who: UUID | None, route: str, *args: object) -> Scene:
        return Scene(name, who, reverse(route, args=args))

    def contact(name: str, request: UUID) -> Scene:
        state = decision(cast, sari, request).consent
        assert state is not None
        return at(name, None, "consent", state.link)

    # Nothing has happened yet.
    yield at("exchanges_empty", sari, "exchanges")
    yield at("record_empty", sari, "record")
    yield at("card_empty", budi, "card")
    yield at("ready_empty", budi, "ready", sari)

    # Doors are open, and one is offered.
    hospital = cast.key(sari)
    notary = cast.key(sari, "Notaris di Bandung", "Lia Kusumawardhani", email="lia@notaris.example")
    pharmacy = cast.key(sari, LONG_HINT, LONG_NAME, email="siti.nurhaliza.kusumawardhani@farmasi.rsud.example")
    bank = cast.key(sari, "Kepala cabang bank, Malang", "Agus Hartono", email="")
    owner = cast.key(sari, "Pemilik jaringan apotek, Kediri", "Tio Wijaya", email="tio@apotek.example")
    hotel = cast.key(sari, "Direktur hotel, Batu", "Wira Adi", email="wira@hotel.example")
    court = cast.key(sari, "Panitera pengadilan, Blitar", "Yudi Karsa", email="yudi@pengadilan.example")
    cast.knows_for_years(sari, budi)
    cast.knows_for_years(budi, sari)
    cast.grant(sari, budi, Rung.TRUSTED)
    yield at("door", budi, "door", hospital)
    cards.set_card(cast.act(budi), CARD)
    yield at("card", budi, "card")
    yield at("offer_new", sari, "offer_new", owner)
    offered = offers.offer(cast.act(sari), owner, budi, "Ia mencari pemasok, dan saya teringat Anda.", ADDRESS).subject
    assert offered is not None
    yield at("offer_new_again", sari, "offer_new", owner)
    yield at("offer", budi, "offer", offered)
    yield at("door_offered", budi, "door", owner)
    yield at("today_offered", budi, "today")
    yield at("key", sari, "key", hospital)

    # Asked: with all there is to say, and in one sentence.
    today = cast.now.date()
    full = exchanges.ask(
        cast.act(budi), pharmacy, LONG, ADDRESS, why=WHY, by_when=today + timedelta(days=40), card=True, today=today
    ).subject
    assert full is not None
    short = cast.ask(budi, hospital)
    nots = cast.ask(budi, notary, "Saya perlu notaris yang paham wakaf.")
    unmailed = cast.ask(budi, bank, "Saya ingin memahami kredit alat kesehatan.")
    taken = exchanges.ask(
        cast.act(budi), owner, "Senang sekali, saya mau.", ADDRESS, offer=offered, card=True, today=today
    ).subject
    assert taken is not None
    yield at("ask", budi, "request", full)
    yield at("ask_short", budi, "request", short)
    yield at("door_asked", budi, "door", hospital)
    yield at("offer_taken", budi, "offer", offered)
    yield at("today_asked", sari, "today")
    yield at("notices_asked", sari, "notices")
    yield at("decide", sari, "decide", full)
    yield at("decide_offered", sari, "decide", taken)
    yield at("decide_unmailed", sari, "decide", unmailed)
    yield at("exchanges_asked", budi, "exchanges")

    # Decided, and the contacts are asked.
    exchanges.decide(cast.act(sari), full, "yes", "id", ADDRESS, by_mail=False)
    cast.decide(sari, short)
    cast.decide(sari, nots, "not_now")
    cast.decide(sari, taken, "never")
    exchanges.decide(cast.act(sari), unmailed, "yes", "en", ADDRESS)
    yield at("decide_yes_by_self", sari, "decide", full)
    yield at("decide_yes_by_mail", sari, "decide", short)
    yield at("decide_yes_unmailed", sari, "decide", unmailed)
    yield at("decide_not_now", sari, "decide", nots)
    yield at("decide_never", sari, "decide", taken)
    yield contact("consent", full)
    yield contact("consent_short", short)
    answers(cast, link(cast, sari, unmailed), "later")
    yield at("decide_later", sari, "decide", unmailed)
    yield contact("consent_later", unmailed)
    answers(cast, link(cast, sari, unmailed), "no")
    yield at("decide_no", sari, "decide", unmailed)
    yield contact("consent_no", unmailed)
    answers(cast, link(cast, sari, unmailed), "never")
    yield at("decide_contact_never", sari, "decide", unmailed)
    answers(cast, link(cast, sari, full), "yes")
    answers(cast, link(cast, sari, short), "yes")
    yield contact("consent_yes", full)
    yield at("decide_agreed", sari, "decide", full)
    yield at("today_agreed", sari, "today")
    yield at("hand_over", sari, "hand_over", full)
    yield at("hand_over_short", sari, "hand_over", short)
    yield at("ask_still", budi, "request", full)

    # Handed over: one by mail, one to be sent by oneself.
    by_self = hands(cast, sari, full)
    by_mail = hands(cast, sari, short, by_mail=True)
    yield at("handover_self", sari, "handover", by_self)
    yield at("handover_mailed", sari, "handover", by_mail)
    yield at("handover_asker", budi, "handover", by_self)
    yield at("door_open", budi, "door", hospital)
    yield at("decide_handed", sari, "decide", full)
    yield at("today_handed", budi, "today")
    yield contact("consent_handed", full)
    cast.later(2)
    tell(
        cast, budi, by_self, "good", "Ia ramah sekali.", came="business", amount=Decimal(15_000_000), currency="IDR",
        thanks="Terima kasih, Sari. Pertemuannya hangat dan berguna.",
    )  # fmt: skip
    yield at("handover_blind", budi, "handover", by_self)
    consents.tell(link(cast, sari, full), 1, "unfit", "meeting", "Baik, tetapi belum cocok untuk kami.", cast.now)
    yield contact("consent_told", full)
    tell(cast, sari, by_self, "good", "Semoga langgeng.", came="meeting")
    yield at("handover_told", sari, "handover", by_self)
    yield at("handover_told_asker", budi, "handover", by_self)
    yield at("key_felt", sari, "key", pharmacy)
    yield at("record_given", sari, "record")
    yield at("record_received", budi, "record")
    yield at("exchanges_holder", sari, "exchanges")
    yield at("exchanges_asker", budi, "exchanges")
    yield at("ready", sari, "ready", budi)
    yield at("partner", sari, "partner", budi)
    yield at("notices_told", budi, "notices")
    yield at("journal", sari, "journal")
    tell(cast, budi, by_mail, "broken", "Ia tidak datang.")
    answers(cast, link(cast, sari, short), "no")
    yield contact("consent_withdrawn", short)
    yield at("handover_withdrawn", budi, "handover", by_mail)

    # A week later an ask is taken back; after three weeks they are over, and there is a pause.
    withdrawn = cast.ask(budi, hotel, "Saya memasok linen hotel.")
    exchanges.withdraw(cast.act(budi), withdrawn)
    yield at("ask_withdrawn", budi, "request", withdrawn)
    yield at("decide_withdrawn", sari, "decide", withdrawn)
    left = cast.ask(budi, court, "Saya perlu memahami sengketa.")
    cast.later(22)
    yield at("ask_over", budi, "request", left)
    yield at("decide_over", sari, "decide", left)
    yield at("decide_never_over", sari, "decide", taken)
    yield at("door_pause", budi, "door", notary)
    yield at("offer_over", budi, "offer", offered)
    yield at("handover_lapsed", sari, "handover", by_mail)

    # After half a year it is asked what became of it.
    cast.later(165)
    yield at("today_again", budi, "today")
    yield at("handover_again", budi, "handover", by_self)
    yield contact("consent_again", full)
    tell(
        cast, budi, by_self, "good", came="business", amount=Decimal("120000.50"), currency="USD", thanks="Masih jalan."
    )
    yield at("handover_again_told", budi, "handover", by_self)
    cast.later(40)
    yield at("handover_all_told", sari, "handover", by_self)
    close_for_months(cast, sari, ratna)
    cast.grant(sari, ratna, Rung.UNHESITATING)
    yield at("decide_carried", sari, "decide", cast.ask(ratna, hospital, "Saya ingin menengok pengadaannya."))
    yield at("exchanges_later", sari, "exchanges")
