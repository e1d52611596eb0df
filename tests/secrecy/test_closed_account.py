"""After an account is closed none of its owner's words is anywhere, in any column of any table."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import (
    accounts,
    addresses,
    cards,
    circles,
    closing,
    confirming,
    consents,
    correcting,
    exchanges,
    handovers,
    heard_wants,
    imports,
    invitations,
    keyring,
    mail,
    mediating,
    merging,
    offers,
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
from kunci.models.viewer import Principal, looking
from kunci.reveal.keyring import openable
from tests.actions.steps import passkey
from tests.cast import ADDRESS, LETTERS
from tests.cluster import TestCluster
from tests.secrecy.knowledge import letters_to
from tests.secrecy.stage import Clockwork, everything_seen, execute, stage
from tests.secrecy.verbs_calendars import tell_of_each_other
from tests.secrecy.verbs_mentoring import mentored
from tests.secrecy.viewers import subject
from tests.secrecy.worlds import World

MARK = "Zamrud"  # in every word that Ratna writes, and in nobody else's
FILE = f"BEGIN:VCARD\nFN:{MARK} Berkas\nTEL:+62 811 5550 001\nEND:VCARD\n".encode()
# What an ask showed stays with whoever asked, as a letter stays with who received it (docs/limits.md).
# A circle keeps its name for whoever is still in it.
STAYS = {("mediation", "shown_hint"), ("request", "shown_hint"), ("request", "shown_name"), ("circle", "name")}
OWNERS = (
    "about", "account_id", "asker", "author", "founder", "head", "hearer", "helper", "holder", "inviter", "mediator",
    "member", "mentor", "newcomer", "other", "partner", "shown_to", "speaker", "teller", "told_to", "used_by",
    "user_id", "viewer", "word_of",
)  # fmt: skip
# Rows about a member that others keep, or that both have part in.
KEPT = {
    "branch.head", "circle.founder", "confirmation.partner", "confirmed.partner", "evidence.word_of", "handover.asker",
    "handover.holder", "invitation.used_by", "mediated.asker", "mediated.holder", "mediated.mediator",
    "draft.mentor", "mediation.asker", "mediation.holder", "mediation.told_to", "mentorship.mentor",
    "mentorship.newcomer", "offer.partner", "opening.viewer", "outcome.other", "pass.holder", "pass.viewer",
    "promise.partner", "put_off.partner", "ready.partner", "ready_flag.partner", "request.asker", "request.holder",
    "set_exchange.partner", "set_key.shown_to", "tie.partner", "turned_away.asker", "vouch.about", "vouch.hearer",
    "want_muted.author", "want_thanks.helper",
}  # fmt: skip


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


@pytest.fixture
def world(work: Clockwork) -> Iterator[World]:
    with transaction.atomic():
        yield World(work)
        transaction.set_rollback(True)


def _one(sql: str, *params: object) -> UUID:
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
    link = Principal("c", _one("select id from vault.consent where request = %s", request))
    consents.answer_consent(link, "yes", world.now, ADDRESS)
    made = subject(handovers.hand_over(world.act(holder), request, LETTERS, True, ADDRESS))
    consents.tell(link, 1, "good", "meeting", f"kata {MARK}" if holder == world.ratna else "kata", world.now)
    return made


def _live(world: World) -> None:
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
        asked = _one("select id from vault.request where key = %s", waits)
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
    joins = _one("select invitation from vault.invitee where name = 'Tono'")
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
    # Words to each other about Tono, and Sari's about her to Budi; Sari counts one, in whose note nothing of it stands.
    tono = _one("select id from vault.member where name = 'Tono'")
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
    tell_of_each_other(world, MARK)
    _trust(world, ratna, world.joko, f"bukti {MARK}")
    mentored(world, ratna, sari, world.joko, MARK)
    with everything_seen():  # of both of them more was told than so few people could have
        execute("insert into vault.repute (member, month, band) select id, %s, 'mixed' from vault.member", [day])
    passkey(ratna, f"HP {MARK}")
    sessions.seen(ratna, "0" * 32, f"Peramban {MARK}", world.now)


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
    exchange = _one("select id from vault.set_exchange where member = %s", world.sari)
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


def _columns(types: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Schema and table, column, and type, of every table there is outside of PostgreSQL itself."""
    with everything_seen():
        rows = execute(
            "select format('%%I.%%I', table_schema, table_name), column_name, data_type "
            "from information_schema.columns join information_schema.tables using (table_schema, table_name) "
            "where table_type = 'BASE TABLE' and table_schema in ('vault', 'public') and data_type = any(%s) "
            "order by 1, 2",
            [list(types)],
        )
    return [(str(table), str(column), str(type_)) for table, column, type_ in rows]


def _holding(words: str) -> set[tuple[str, str]]:
    """The columns that hold these words anywhere, whatever their case."""
    found = set()
    for table, column, type_ in _columns(("text", "character varying", "json", "jsonb", "tsvector", "bytea", "ARRAY")):
        text = f"encode(\"{column}\", 'escape')" if type_ == "bytea" else f'"{column}"::text'
        with everything_seen():
            if execute(f"select count(*) from {table} where position(lower(%s) in lower({text})) > 0", [words])[0][0]:
                found.add((table.partition(".")[2].strip('"'), column))
    return found


def _sessions_of(member: UUID) -> int:
    with everything_seen():
        keys = [str(row[0]) for row in execute("select session_key from django_session")]
    return sum(SessionStore(key).load().get(SESSION_KEY) == str(member) for key in keys)


def test_before_her_words_are_in_every_kind_of_place(world: World) -> None:
    """Else the next test would look for what never was."""
    _live(world)
    places = _holding(MARK)
    assert {
        ("member", "name"), ("account", "email"), ("key", "note"), ("face", "line"), ("face", "words"),
        ("import", "source"), ("invitation", "note"), ("evidence", "note"), ("request", "sentence"),
        ("request", "why"), ("offer", "sentence"), ("outcome", "thanks"), ("felt", "words"),
        ("request", "shown_hint"), ("journal", "detail"), ("key", "tags"), ("circle", "name"), ("invitee", "name"),
        ("mfa_authenticator", "data"), ("signed_in", "browser"), ("address_change", "address"),
        ("vouch", "sentence"), ("vouch", "about_name"), ("want", "text"), ("want_face", "why"),
        ("want_thanks", "words"), ("want_thanks", "text"), ("mediation", "asker_name"), ("mediation", "want_text"),
        ("mediation", "sentence"), ("mediation", "words"), ("proposed", "title"),
        ("mediation", "sentence"), ("mediation", "words"), ("mentorship", "words"), ("mentorship", "farewell"),
        ("draft", "sentence"), ("mentor_note", "words"), ("accompanied", "mentor_name"),
    } <= places  # fmt: skip
    assert any(MARK in letter for letter in letters_to(f"{MARK}@rs.example"))
    assert _sessions_of(world.ratna) == 1


def test_afterwards_none_of_her_words_is_anywhere_but_where_an_ask_showed_them(world: World) -> None:
    _live(world)
    closing.close_account(world.act(world.ratna))
    assert _holding(MARK) == STAYS
    assert _holding(MARK.lower()) == STAYS
    assert letters_to(f"{MARK}@rs.example") == []
    assert _sessions_of(world.ratna) == 0
    with everything_seen():
        holders = {
            row[0] for row in execute("select holder from vault.request where shown_hint like %s", [f"%{MARK}%"])
        }
    assert holders == {world.ratna}


def test_afterwards_no_row_is_hers_but_what_others_have_part_in(world: World) -> None:
    _live(world)
    closing.close_account(world.act(world.ratna))
    left = set()
    for table, column, _ in _columns(("uuid",)):
        if column in OWNERS:
            with everything_seen():
                rows = execute(f'select count(*) from {table} where "{column}" = %s', [world.ratna])[0][0]
            if rows:
                left.add(f"{table.partition('.')[2]}.{column}")
    assert left == KEPT
    with everything_seen():
        assert execute("select count(*) from account where id = %s", [world.ratna]) == [(0,)]


def test_a_circle_keeps_its_name_while_somebody_is_in_it_and_is_gone_with_the_last(world: World) -> None:
    _live(world)
    named = "select name from vault.circle where founder = %s order by name"
    with everything_seen():
        assert execute(named, [world.ratna]) == [(f"Lingkar {MARK}",), (f"Lingkar sepi {MARK}",)]
    closing.close_account(world.act(world.ratna))
    with everything_seen():
        assert execute(named, [world.ratna]) == [(f"Lingkar {MARK}",)]


def test_afterwards_what_sari_wrote_is_all_there(world: World) -> None:
    _live(world)
    with everything_seen():
        mine = "select * from vault.evidence where member = %s order by id"
        told = "select * from vault.outcome where teller = %s order by id"
        asked = "select id, sentence, shown_hint, expires_at from vault.request where asker = %s order by id"
        yes = (
            "select * from vault.confirmation left join vault.confirmed d on d.confirmation = confirmation.id "
            "where confirmation.asker = %s order by confirmation.id"
        )
        before = [execute(sql, [world.sari]) for sql in (mine, told, asked, yes)]
    assert all(before)
    closing.close_account(world.act(world.ratna))
    with everything_seen():
        assert [execute(sql, [world.sari]) for sql in (mine, told, asked, yes)] == before


def test_only_the_member_who_looks_can_be_closed(world: World) -> None:
    for principal in (None, Principal("c", world.ratna), Principal("i", world.ratna)):
        assert not _closes(principal, world)
    assert _closes(Principal("m", world.ratna), world)
    assert not _closes(Principal("m", world.ratna), world)
    with everything_seen():
        assert execute("select count(*) from vault.member where closed_at is not null") == [(1,)]


def _closes(principal: Principal | None, world: World) -> bool:
    with looking(principal, world.now):
        return bool(execute("select clerk.close_account()")[0][0])
