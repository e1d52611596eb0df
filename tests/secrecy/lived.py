"""A life in a world, with words in every place that holds any: what closing an account has to take along."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from kunci.actions import (
    accounts,
    addresses,
    cards,
    character,
    circles,
    confirming,
    consents,
    correcting,
    encounters,
    exchanges,
    first_steps,
    handovers,
    heard_wants,
    imports,
    instinct,
    invitations,
    keyring,
    mail,
    mediating,
    merging,
    offers,
    one_to_ones,
    promises,
    rhythm,
    sessions,
    sets,
    tidying,
    ties,
    vouching,
    wants,
)
from kunci.actions.cards import CardText
from kunci.actions.circles import Guest
from kunci.actions.handovers import Told
from kunci.actions.imports import Upload
from kunci.actions.keyring import USUAL, HintText, PersonText, RungChoice
from kunci.actions.wants import Hearers, WantText
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.viewer import Principal
from kunci.reveal.keyring import openable
from tests.actions.steps import passkey
from tests.cast import ADDRESS, LETTERS
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.verbs_calendars import told_by_calendars
from tests.secrecy.verbs_mentoring import mentored
from tests.secrecy.viewers import subject
from tests.secrecy.worlds import World

MARK = "Zamrud"  # in every word that Ratna writes, and in nobody else's
FILE = f"BEGIN:VCARD\nFN:{MARK} Berkas\nTEL:+62 811 5550 001\nEND:VCARD\n".encode()


def one_of(sql: str, *params: object) -> UUID:
    with everything_seen():
        found: UUID = execute(sql, params)[0][0]
    return found


def _trust(world: World, one: UUID, other: UUID, note: str) -> None:
    today = world.now.date()
    ties.add_prior(world.act(one), other, today.replace(year=2016), Often.WEEKLY, today, note)
    ties.add_evidence(world.act(one), other, Kind.PROMISE_KEPT, today, today, note)
    faces = {face.id for face in openable(one, world.now, other, Rung.TRUSTED)}
    ties.grant(world.act(one), other, Rung.TRUSTED, faces, None, today, note)


def _hand_over(world: World, holder: UUID, asker: UUID, key: UUID, sentence: str) -> UUID:
    request = subject(exchanges.ask(world.act(asker), key, sentence, ADDRESS))
    exchanges.decide(world.act(holder), request, "yes", "id", ADDRESS)
    link = Principal("c", one_of("select id from vault.consent where request = %s", request))
    consents.answer_consent(link, "yes", world.now, ADDRESS)
    made = subject(handovers.hand_over(world.act(holder), request, LETTERS, True, ADDRESS, 70))
    consents.tell(link, 1, "good", "meeting", f"kata {MARK}" if holder == world.ratna else "kata", world.now)
    return made


def live(world: World) -> None:
    """Ratna does everything that leaves words, and Sari something of each with her."""
    ratna, sari = world.ratna, world.sari
    accounts.set_profile(world.act(ratna), f"Ratna {MARK}", f"Toko {MARK}", f"Kota {MARK}")
    accounts.Account.objects.filter(id=ratna).update(email=f"{MARK}@kunci.test")
    addresses.ask(world.act(ratna), f"{MARK}2@kunci.test", ADDRESS)
    hint = HintText(f"Direktur {MARK}", city=MARK)
    person = PersonText(f"Orang {MARK}", MARK, f"PT {MARK}", ("+62 811 5550 002",), (f"{MARK}@rs.example",))
    rungs = RungChoice(Rung.TRUSTED, Rung.TRUSTED, None)  # an ask then shows the name as well
    keys = [subject(keyring.add_key(world.act(ratna), hint, person, rungs, f"catatan {MARK}")) for _ in range(3)]
    merging.merge(world.act(ratna), keys[0], keys[1])
    merging.keep_apart(world.act(ratna), keys[0], keys[2])
    imports.confirm(
        world.act(ratna), subject(imports.begin(world.act(ratna), Upload(f"{MARK}.vcf", "1", FILE))), frozenset()
    )
    imports.begin(world.act(ratna), Upload(f"{MARK} lagi.vcf", "2", FILE))
    invitations.invite(world.act(ratna), f"Dina {MARK}", f"halo {MARK}")
    theirs = subject(keyring.add_key(world.act(sari), HintText("Notaris"), PersonText("Lia Kusuma"), USUAL, ""))
    waiting = subject(keyring.add_key(world.act(sari), HintText("Bank"), PersonText("Tono"), USUAL, ""))
    _trust(world, ratna, sari, f"bukti {MARK}")
    _trust(world, sari, ratna, "bukti Sari")
    for holder, asker, key, sentence in (
        (ratna, sari, keys[0], "Kalimat Sari"), (sari, ratna, theirs, f"Kalimat {MARK}"),
    ):  # fmt: skip
        handover = _hand_over(world, holder, asker, key, sentence)
        for teller in (holder, asker):
            words = f"cerita {MARK}" if teller == ratna else "cerita Sari"
            told = Told("good", note=words, thanks=words, counted=True)
            handovers.tell(world.act(teller), handover, told, world.now.date(), ADDRESS)
    cards.set_card(world.act(ratna), CardText(about=MARK))
    exchanges.ask(world.act(sari), keys[2], "Kalimat Sari yang terbuka", ADDRESS)
    exchanges.ask(world.act(ratna), waiting, f"Kalimat {MARK} yang terbuka", ADDRESS, why=f"Sebab {MARK}", card=True)
    for holder, partner, key in ((ratna, sari, keys[2]), (sari, ratna, theirs)):
        words = f"tawaran {MARK}" if holder == ratna else "tawaran Sari"
        made = subject(offers.offer(world.act(holder), key, partner, words, ADDRESS))
        offers.leave(world.act(partner), made)
        offers.set_ready(world.act(holder), partner, frozenset({key}), frozenset({key}))
        waits = keys[2] if holder == ratna else waiting
        asked = one_of("select id from vault.request where key = %s", waits)
        exchanges.decide(world.act(holder), asked, "never", "id", ADDRESS)
    _more(world, keys[2])
    mail.post_sign_in("lain@kunci.test", "id", world.now)
    session = SessionStore()
    session[SESSION_KEY] = str(ratna)
    session["undo"] = {"sentence": MARK}
    session.save()


def _more(world: World, key: UUID) -> None:
    """Tags, a circle with an invited person, encounters confirmed and waiting both ways, a passkey."""
    ratna, sari, day = world.ratna, world.sari, world.now.date()
    tidying.tag(world.act(ratna), [key], f"label {MARK}")
    guests = (Guest(f"Dina {MARK}", "62811555003", f"{MARK}@tamu.test"), Guest("Tono", "62811555004"))
    subject(circles.begin(world.act(ratna), f"Lingkar {MARK}", guests, "id"))
    joins = one_of("select invitation from vault.invitee where name = 'Tono'")
    invitations.join(Principal("i", joins), "Tono", "", "id", world.now)
    circles.begin(world.act(ratna), f"Lingkar sepi {MARK}", guests, "id")
    for one, other in ((ratna, sari), (sari, ratna)):
        note = f"bukti {MARK}" if one == ratna else "dari Sari"
        said = [ties.add_evidence(world.act(one), other, Kind.CALL, day, day, note) for _ in range(3)]
        notes = [UUID(str(done.detail["evidence"])) for done in said]
        asked = [subject(confirming.ask(world.act(one), other, fact)) for fact in notes]
        confirming.confirm(world.act(other), asked[0], day, note_too=False)
        confirming.put_aside(world.act(other), asked[1])
        correcting.correct(world.act(one), other, notes[2], Kind.CHAT, day, day, note)
        promises.make(world.act(one), other, note, day, day, mine=True)
        rhythm.put_off(world.act(one), other)
        instinct.practise(world.act(one), 3, 70)
        character.answer(world.act(one), (5, 2) * 10)
        character.show(world.act(one), Rung.KNOWN)
        character.keep_impression(world.act(one), other, "choleric", "sanguine")
        met = subject(encounters.show_code(world.act(one)))
        encounters.read_code(world.act(other), met, day)
        encounters.follow(one, met, world.now)
        _meets(world, one, other)
    # Words to each other about Tono, and Sari's about her to Budi; Sari counts one, in whose note nothing of it stands.
    tono = one_of("select id from vault.member where name = 'Tono'")
    sari_meets = subject(invitations.invite(world.act(sari), "", ""))
    invitations.accept(Principal("i", sari_meets), tono, "Tono", world.now)
    for one, other, whom in ((ratna, sari, tono), (sari, ratna, tono), (sari, world.budi, ratna)):
        words = f"kata {MARK}" if one == ratna else "kata Sari"
        word = subject(vouching.say(world.act(one), whom, other, Kind.VOUCH, words, ADDRESS))
        if one == ratna:
            vouching.count(world.act(sari), word, day)
        elif other == ratna:
            vouching.leave(world.act(ratna), word)
    _wants(world)
    _sets(world)
    _mediations(world)
    _trust(world, ratna, world.joko, f"bukti {MARK}")
    mentored(world, ratna, sari, world.joko, MARK)
    told_by_calendars(world, MARK)
    _first_steps(world)
    with everything_seen():  # of both of them more was told than so few people could have
        execute("insert into vault.repute (member, month, band) select id, %s, 'mixed' from vault.member", [day])
    passkey(ratna, f"HP {MARK}")
    sessions.seen(ratna, "0" * 32, f"Peramban {MARK}", world.now)


def _meets(world: World, one: UUID, other: UUID) -> None:
    """One that is to come, of which each has notes."""
    words = f"temu {MARK}" if one == world.ratna else "temu"
    start = world.now + timedelta(days=3 if one == world.ratna else 4)
    made = subject(one_to_ones.propose(world.act(one), other, [start], 60, words, words, ADDRESS))
    one_to_ones.accept(world.act(other), made, start, ADDRESS)
    for who in (one, other):
        one_to_ones.prepare(world.act(who), made, f"catatan {MARK}" if who == world.ratna else "catatan")
    if one == world.ratna:
        one_to_ones.cancel(world.act(other), made, ADDRESS)


def _sets(world: World) -> None:
    """Both agreed on an exchange of sets, and Sari has more set aside."""
    pair, held = (world.ratna, world.sari), {}
    for one, other in (pair, pair[::-1]):
        word = MARK if one == world.ratna else "Sari"
        held[one] = subject(
            keyring.add_key(world.act(one), HintText(f"Set {word}"), PersonText(f"Set {word}"), USUAL, "")
        )
        offers.set_ready(world.act(one), other, frozenset({held[one]}), frozenset({held[one]}))
    with everything_seen():
        execute("update vault.ready_flag set since = since - interval '14 days'")
    sets.make_round(world.sari, world.now, ADDRESS)
    exchange = one_of("select id from vault.set_exchange where member = %s", world.sari)
    for one in pair:
        sets.open_set(world.act(one), exchange)
    for one, other in (pair, pair[::-1]):
        why = f"Sebab {MARK}" if one == world.ratna else "Sebab Sari"
        sets.choose(world.act(one), exchange, frozenset({held[other]}), why, "id")
    sets.follow(world.sari, exchange, world.now, ADDRESS)


def _wants(world: World) -> None:
    """Each looks for doors that the other hears of: one is answered, put away, and closed with thanks, one stays."""
    for one, other in ((world.ratna, world.sari), (world.sari, world.ratna)):
        words = f"cari {MARK}" if one == world.ratna else "cari Sari"
        today, hearers = world.now.date(), Hearers(Rung.KNOWN, frozenset({other}))
        made = [
            subject(wants.write(world.act(one), WantText(f"{words} {n}", words), hearers, 90, today)) for n in range(2)
        ]
        said = f"tawar {MARK}" if other == world.ratna else "tawar Sari"
        key = subject(keyring.add_key(world.act(other), HintText(said), PersonText(said), USUAL, ""))
        heard_wants.offer(world.act(other), made[0], key, said, ADDRESS)
        heard_wants.no_match(world.act(other), made[1], key)
        heard_wants.put_aside(world.act(other), made[1])
        heard_wants.mute(world.act(other), one)
        wants.close(world.act(one), made[0], frozenset({other}), words, ADDRESS)


def _mediations(world: World) -> None:
    """Ratna is each of the three once: who looks, who brings together, and who holds."""
    ratna, sari, budi, day = world.ratna, world.sari, world.budi, world.now.date()
    link = Principal("i", subject(invitations.invite(world.act(budi), "", "")))
    invitations.accept(link, ratna, f"Ratna {MARK}", world.now)
    for one, other in ((budi, ratna), (budi, sari)):
        _trust(world, one, other, "bukti Budi")
    for mediator, asker, holder in ((ratna, sari, budi), (sari, ratna, budi), (sari, budi, ratna)):
        words = {who: f"pertemukan {MARK}" if who == ratna else "pertemukan" for who in (mediator, asker, holder)}
        hearers = Hearers(Rung.KNOWN, frozenset())
        said = WantText(f"temu {words[asker]}", travels=True, may_name=True)
        want = subject(wants.write(world.act(asker), said, hearers, 90, day))
        keys = [
            subject(keyring.add_key(world.act(holder), HintText(words[holder]), PersonText(words[holder]), USUAL, ""))
            for _ in range(2)
        ]
        made = []
        for key in keys:
            keyring.open_key(world.act(holder), key, FaceKind.HINT, [mediator])
            made.append(
                subject(mediating.propose(world.act(mediator), want, key, words[mediator], ADDRESS, named=True))
            )
        mediating.leave(world.act(holder), made[1])
        mediating.say_yes(world.act(holder), made[0], ADDRESS)
        mediating.tell(world.act(mediator), made[0], words[mediator], ADDRESS)
        _hand_over(world, holder, asker, keys[0], words[asker])


def _first_steps(world: World) -> None:
    """Ratna is each of the three once, in steps that have come to an exchange; and in one more she is asked."""
    ratna, sari, budi, day = world.ratna, world.sari, world.budi, world.now.date()
    thrice = ((ratna, sari, budi), (sari, ratna, budi), (sari, budi, ratna))
    for n, (mediator, asker, other) in enumerate((*thrice, thrice[-1])):
        words = {who: f"langkah {MARK}" if who == ratna else "langkah" for who in (mediator, asker, other)}
        said = WantText(f"kenal {words[asker]} {n}", may_name=True, person=other)
        want = subject(wants.write(world.act(asker), said, Hearers(None, frozenset({mediator})), 90, day))
        act = world.act(mediator)
        made = subject(first_steps.propose(act, want, words[mediator], ADDRESS, named=True))
        if n == len(thrice):
            first_steps.leave(world.act(other), made)
            continue
        first_steps.say_yes(world.act(other), made, ADDRESS)
        first_steps.tell(world.act(mediator), made, words[mediator], ADDRESS)
        for one in (asker, other):
            hint = HintText(f"kecil {words[one]}")
            key = subject(keyring.add_key(world.act(one), hint, PersonText(words[one]), USUAL, ""))
            first_steps.note(world.act(one), made, words[one], ADDRESS)
            first_steps.name_key(world.act(one), made, key, ADDRESS)
        first_steps.pair(world.act(mediator), made, ADDRESS)
        for one in (asker, other):
            first_steps.agree(world.act(one), made, ADDRESS)
