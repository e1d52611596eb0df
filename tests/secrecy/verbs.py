"""What can happen in a world: each verb finds, by a number, something that its actors could do now, as a call.

With `secret_from` it finds what that viewer may not learn of: somebody else does it, and what the viewer sees stays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from kunci.actions import accounts, consents, exchanges, imports, invitations, keyring, mail, ties
from kunci.actions.keyring import USUAL, HintText, PersonText, RungChoice
from kunci.core.addressbook import Card, Labelled, NameFrom
from kunci.core.evidence import Kind, Often
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.models.viewer import Principal
from kunci.reveal import keyring as seen_keyring
from kunci.reveal.keyring import OwnKey
from tests.cast import ADDRESS
from tests.secrecy.knowledge import Knowledge, knowledge
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

Find = Callable[["World", Pick, "Secret | None"], "Call | None"]

HINTS = (
    ("Kepala pengadaan, rumah sakit, Surabaya", "Hendra Gunawan", "RS Harapan"),
    ("Notaris, Bandung", "Lia Kusuma", "Kantor Kusuma"),
    ("Direktur tambang, Manado", "Wibisono Rahasia", "Tambang Timur"),
    ("Pengadaan hotel, Denpasar", "Made Tersembunyi", "Hotel Rahasia"),
)
RUNGS = (
    USUAL,
    RungChoice(Rung.KNOWN, Rung.TRUSTED, None),
    RungChoice(Rung.TRUSTED, Rung.UNHESITATING, Rung.UNHESITATING),
    RungChoice(None, None, None),
)


class Secret:
    """From whom, and what they know before."""

    def __init__(self, viewer: Principal | None, known: Knowledge) -> None:
        self.viewer = viewer
        self.known = known
        self.me = viewer.id if viewer is not None and viewer.kind == "m" else None
        # A link shows rows of others whole: for its holder it depends on the state what is a secret.
        self.sure = viewer is None or viewer.kind == "m"

    def sure_of(self, key: UUID) -> bool:
        """Of a key in a set that was shown to the viewer: what its holder does with it may end the exchange of sets."""
        return self.sure and all(row["key"] != str(key) for row in self.known.of("set_shown"))

    def sees(self, key: UUID, kind: str = "hint") -> bool:
        return any(row["key"] == str(key) and row["kind"] == kind for row in self.known.of("face"))

    def reads(self, address: str) -> bool:
        """Whether mails to an address reach the viewer."""
        return any(row["email"] == address for row in self.known.of("account"))

    def knows(self, member: UUID) -> bool:
        return any(row["id"] == str(member) for row in self.known.of("profile"))


def _ids(sql: str) -> list[tuple[UUID, ...]]:
    with everything_seen():
        return execute(sql)


def _others(world: World, secret: Secret | None) -> list[UUID]:
    return [member for member in world.names if secret is None or member != secret.me]


def _keys(secret: Secret | None) -> list[tuple[UUID, ...]]:
    rows = _ids(
        "select k.holder, k.id from vault.key k join vault.face f on f.key = k.id and f.kind = 'hint' "
        "where k.merged_into is null order by k.id"
    )
    return [row for row in rows if secret is None or row[0] != secret.me]


def _ties(secret: Secret | None) -> list[tuple[UUID, ...]]:
    rows = _ids("select member, partner from vault.tie order by member, partner")
    return [row for row in rows if secret is None or row[0] != secret.me]


def _rather(rows: list[tuple[UUID, ...]], pick: Pick, secret: Secret | None) -> list[tuple[UUID, ...]]:
    """Mostly what the viewer has a part in: that is where something could show."""
    theirs = [row for row in rows if secret is not None and secret.me in row]
    return theirs if pick.of((True, True, False)) and theirs else rows


def key_add(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    holder = pick.of(_others(world, secret))
    (line, name, firm), rungs = pick.of(HINTS), pick.of(RUNGS)
    person = PersonText(name, "", firm, ("+62 812 0000 001",), (f"{name.split()[0].lower()}@contoh.example",))
    return Call(
        holder,
        f"adds {line!r} {rungs}",
        lambda w: keyring.add_key(w.act(holder), HintText(line, city="Surabaya"), person, rungs, "catatan"),
    )


def key_edit(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """In secret: only what the viewer does not see of it changes."""
    if not (keys := _keys(secret)):
        return None
    holder, key = pick.of(keys)
    mine = _own(world, holder, key)
    (line, name, firm), rungs, note = pick.of(HINTS), pick.of(RUNGS), pick.of(("", "lama", "baru"))
    kept = RungChoice(*(Rung(face.rung) if face.rung else None for face in mine.faces))
    if secret is not None and secret.sees(key):
        line, rungs = mine.hint_line, kept
        if secret.sees(key, "name"):
            name, firm = mine.name, mine.organisation
    emails: tuple[str, ...] = (f"{pick.of(('satu', 'dua'))}@contoh.example",)
    if secret is not None and secret.sees(key, "contact"):
        emails = mine.details.emails
    person = PersonText(name, mine.title, firm, mine.details.phones, emails)
    hint = HintText(line, city=mine.city)
    return Call(
        holder,
        f"edits {mine.hint_line!r}: {line!r} {name} {rungs} {note!r} {emails}",
        lambda w: keyring.edit_key(w.act(holder), key, hint, person, rungs, note),
        secret is None or secret.sure_of(key),
    )


def key_open(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Opens one face to some and closes it to others; in secret the viewer keeps what they have of it."""
    if not (keys := _keys(secret)):
        return None
    holder, key = pick.of(keys)
    kind = pick.of(tuple(FaceKind))
    partners = [row[1] for row in _ties(None) if row[0] == holder]
    if secret is not None and secret.me is not None:
        partners = [one for one in partners if one != secret.me]
    chosen = pick.some(partners)
    if secret is not None and secret.me is not None and secret.sees(key, kind):
        chosen.append(secret.me)
    return Call(
        holder,
        f"opens {kind} of {_own(world, holder, key).hint_line!r} to {_names(world, chosen)}",
        lambda w: keyring.open_key(w.act(holder), key, kind, chosen),
        secret is None or secret.sure_of(key),
    )


def key_close(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    keys = [(holder, key) for holder, key in _keys(secret) if secret is None or not secret.sees(key)]
    if not keys:
        return None
    holder, key = pick.of(keys)
    verb = pick.of((keyring.close_key, keyring.drop_key))
    return Call(
        holder,
        f"{verb.__name__} {_own(world, holder, key).hint_line!r}",
        lambda w: verb(w.act(holder), key),
        secret is None or secret.sure_of(key),
    )


def contacts(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Takes contacts in, and makes a key of the first where there are some already."""
    holder = pick.of(_others(world, secret))
    cards = [
        Card(n, name, NameFrom.FORMATTED, organisation=firm, emails=(Labelled("a@contoh.example"),))
        for n, (_, name, firm) in enumerate(HINTS[: pick.of((1, 2, 3))])
    ]
    bare = _ids(
        "select k.holder, k.id from vault.key k where not exists "
        "(select from vault.face f where f.key = k.id and f.kind = 'hint') and k.merged_into is null order by k.id"
    )
    mine = [row[1] for row in bare if row[0] == holder]
    if pick.of((True, False)) and mine:
        hint = HintText(pick.of(HINTS)[0])
        return Call(
            holder,
            f"makes a key: {hint.line!r}",
            lambda w: keyring.make_keys(w.act(holder), [(mine[0], hint)]),
        )
    return Call(
        holder,
        f"imports {len(cards)} contacts",
        lambda w: imports.import_cards(w.act(holder), cards, "kontak.vcf"),
    )


def evidence(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    member, partner = pick.of(_ties(secret))
    kind = pick.of((Kind.MET, Kind.ONE_TO_ONE, Kind.HELP_GIVEN, Kind.PROMISE_BROKEN))
    today = world.now.date()
    on = today - timedelta(days=pick.of((0, 3, 40, 400)))
    return Call(
        member,
        f"notes {kind} with {world.name(partner)} on {on}",
        lambda w: ties.add_evidence(w.act(member), partner, kind, on, today, ""),
        secret is None or (secret.sure and partner != secret.me),
    )


def prior(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    member, partner = pick.of(_ties(secret))
    since, often = date(pick.of((2012, 2018, 2025)), 1, 1), pick.of(tuple(Often))
    return Call(
        member,
        f"knows {world.name(partner)} since {since}, {often}",
        lambda w: ties.add_prior(w.act(member), partner, since, often, w.now.date(), ""),
        secret is None or (secret.sure and partner != secret.me),
    )


def grant(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Lets somebody onto a rung and opens some of what it may see; in secret the viewer only ever keeps faces."""
    member, partner = pick.of(_ties(secret))
    rung = pick.of((Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING))
    faces = list(seen_keyring.openable(member, world.now, partner, rung))
    ticked = {one.id for one in pick.some(faces)}
    if secret is not None and partner == secret.me:
        ticked = {one.id for one in faces if secret.sees(one.key, one.kind)}
    reason = (date(2015, 1, 1), Often.WEEKLY) if pick.of((True, True, False)) else None
    return Call(
        member,
        f"lets {world.name(partner)} onto {rung.name} with {len(ticked)} of {len(faces)} faces",
        lambda w: ties.grant(w.act(member), partner, rung, ticked, reason, w.now.date(), ""),
        secret is None or (secret.sure and partner != secret.me),
    )


def lower(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    member, partner = pick.of(_ties(secret))
    rung = pick.of((Rung.STRANGER, Rung.KNOWN, Rung.TRUSTED))
    return Call(
        member,
        f"lowers {world.name(partner)} to {rung.name}",
        lambda w: ties.lower(w.act(member), partner, rung),
        secret is None or (secret.sure and partner != secret.me),
    )


def ask(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    asker = pick.of(_others(world, secret))
    known = knowledge(Principal("m", asker), world.now)
    open_to = sorted(
        (UUID(row["key"]), UUID(row["holder"]))
        for row in known.of("face")
        if row["kind"] == "hint" and row["holder"] != str(asker)
    )
    open_to = [row for row in open_to if secret is None or row[1] != secret.me]
    if not open_to:
        return None
    key, holder = pick.of(open_to)
    card, why = pick.of((True, False)), pick.of(("", "Sejak lama."))
    return Call(
        asker,
        f"asks {world.name(holder)}, card {card}",
        lambda w: exchanges.ask(w.act(asker), key, "Kami memasok linen.", ADDRESS, why=why, card=card),
        secret is None or secret.sure,
    )


def decide(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _ids("select holder, id, asker from vault.request order by id")
    rows = [row for row in rows if secret is None or row[0] != secret.me]
    if not rows:
        return None
    holder, request, asker = pick.of(_rather(rows, pick, secret))
    answer = pick.of(("yes", "yes", "not_now", "never"))
    return Call(
        holder,
        f"decides on {world.name(asker)}'s ask: {answer}",
        lambda w: exchanges.decide(w.act(holder), request, answer, "id", ADDRESS),
        secret is None or secret.sure,
    )


def consent(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """The contact's answer: from the asker everything but a yes is a secret, from the holder only silence."""
    rows = _ids(
        "select c.id, r.holder, r.asker from vault.consent c join vault.request r on r.id = c.request order by c.id"
    )
    if not rows:
        return None
    id, holder, asker = pick.of(_rather(rows, pick, secret))
    answer = pick.of(("yes", "yes", "no", "later", "never", "silent"))
    # Where the contact had said yes before, a no also closes; that may be seen.
    sure = secret is None or (secret.sure and secret.me not in (holder, asker))
    return Call(
        id,
        f"is the contact and answers {world.name(holder)} on {world.name(asker)}'s ask: {answer}",
        lambda w: consents.answer_consent(Principal("c", id), answer, w.now, ADDRESS),
        sure,
    )


def invite(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    inviter, name = pick.of(_others(world, secret)), pick.of(("Dina", "Eko", ""))
    return Call(inviter, f"invites {name!r}", lambda w: invitations.invite(w.act(inviter), name, ""))


def profile(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A name, trade or city that the viewer does not see, for they do not know of that person."""
    members = [one for one in _others(world, secret) if secret is None or not secret.knows(one)]
    if not members:
        return None
    member, name = pick.of(members), pick.of(("Nama Baru", "Nama Lama"))
    return Call(
        member,
        f"is now called {name}",
        lambda w: accounts.set_profile(w.act(member), name, "penjahit", "Medan"),
        secret is None or secret.sure,
    )


def account(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Address, language and time zone: nobody else's business, partners included."""
    member = pick.of(_others(world, secret))
    email, language = pick.of(("", "baru@kunci.test")), pick.of(("en", "id"))
    zone = pick.of(accounts.TIMEZONES)
    if secret is not None and email and secret.reads(email):
        return None
    return Call(
        member,
        f"sets {email!r}, {language}, {zone}",
        lambda w: Account.objects.filter(id=member).update(email=email, language=language, timezone=zone),
    )


def sign_in(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    address = pick.of(("sari@kunci.test", "nobody@kunci.test", "maya@kunci.test"))
    if secret is not None and secret.reads(address):
        return None
    return Call(None, f"wants to sign in as {address}", lambda w: mail.post_sign_in(address, "id", w.now))


def later(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    if secret is not None:
        return None
    time = timedelta(days=pick.of((1, 3, 8, 15, 40)), hours=5)
    return Call(None, f"lets {time} pass", lambda w: w.later(time))


def _own(world: World, holder: UUID, key: UUID) -> OwnKey:
    mine = seen_keyring.own_key(holder, world.now, key)
    if mine is None:
        raise AssertionError("a key that is nobody's")
    return mine


def _names(world: World, members: list[UUID]) -> str:
    return ", ".join(world.name(one) for one in members) or "nobody"
