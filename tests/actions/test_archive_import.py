"""An archive comes back: in another Kunci, in the same one, twice, and back out again."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from kunci.actions import imports, keyring, tidying
from kunci.actions.imports import Upload
from kunci.actions.keyring import USUAL, HintText, PersonText, RungChoice
from kunci.core.gates import FaceKind
from kunci.core.packing import pack
from kunci.core.rungs import Rung
from kunci.reveal import imports as seen
from kunci.reveal import keyring as keys
from kunci.reveal.archive import archive
from kunci.reveal.finding import Wanted
from kunci.reveal.imports import ImportView
from kunci.reveal.keyring import KeyRow
from tests.actions.steps import archived, mine, people_of
from tests.cast import Cast

HINT = HintText("Notaris, Bandung", role="notary", city="Bandung")
LIA = PersonText("Lia Kusuma", "Notaris", "Kantor Kusuma", ("+62 813 2222 222", "0813 3333 333"), ("lia@n.example",))


def packed(cast: Cast, member: UUID) -> bytes:
    return pack([("kunci.json", [archived(cast, member)])], cast.now)


def read(cast: Cast, member: UUID, data: bytes) -> ImportView:
    done = imports.begin(cast.act(member), Upload("kunci.zip", sha256(data).hexdigest(), data))
    assert done.subject is not None
    return shown(cast, member, done.subject)


def bring(cast: Cast, member: UUID, data: bytes) -> ImportView:
    made = read(cast, member, data)
    imports.confirm(cast.act(member), made.id, frozenset())
    return shown(cast, member, made.id)


def shown(cast: Cast, member: UUID, id: UUID) -> ImportView:
    found = seen.one_import(member, cast.now, id)
    assert found is not None
    return found


def contacts(cast: Cast, member: UUID) -> dict[str, UUID]:
    return {row.name: row.id for row in keys.keyring(member, cast.now).rows}


def put_away(cast: Cast, member: UUID) -> list[KeyRow]:
    return list(keys.keyring(member, cast.now, Wanted(show="archive")).rows)


def furnished(cast: Cast) -> bytes:
    """What Sari takes along: a key with a note, and a contact that is none."""
    keyring.add_key(cast.act(cast.sari), HINT, LIA, USUAL, "bertemu di\nBandung")
    card = b"BEGIN:VCARD\nFN:Tono\nTEL:+62 811 1111 111\nADR:;;Jl. Riau 5;Bandung;;;\nNOTE:tetangga\nEND:VCARD\n"
    bring(cast, cast.sari, card)
    return packed(cast, cast.sari)


def test_the_dry_run_shows_an_archive_like_any_file(cast: Cast) -> None:
    view = read(cast, cast.joko, furnished(cast))
    assert (view.state, view.counts["new"], view.counts["unread"]) == ("ready", 2, 0)
    assert view.report is not None
    assert {row.name for row in view.report.new} == {"Lia Kusuma", "Tono"}
    assert contacts(cast, cast.joko) == {}


def test_keys_come_back_as_keys_closed_to_everybody_with_hints_and_notes(cast: Cast) -> None:
    cast.knows_for_years(cast.joko, cast.ratna)
    cast.grant(cast.joko, cast.ratna, Rung.TRUSTED)
    bring(cast, cast.joko, furnished(cast))
    lia = mine(cast, cast.joko, contacts(cast, cast.joko)["Lia Kusuma"])
    assert (lia.hint_line, lia.role, lia.city, lia.note) == (
        "Notaris, Bandung",
        "notary",
        "Bandung",
        "bertemu di\nBandung",
    )
    assert (lia.title, lia.organisation) == ("Notaris", "Kantor Kusuma")
    assert (lia.details.phones, lia.details.emails) == (LIA.phones, LIA.emails)
    assert not lia.opened
    assert [face.kind for face in lia.faces] == [FaceKind.HINT, FaceKind.NAME, FaceKind.CONTACT]
    tono = mine(cast, cast.joko, contacts(cast, cast.joko)["Tono"])
    assert (tono.is_key, tono.note, tono.details.note) == (False, "", "tetangga")
    assert tono.details.addresses == ("Jl. Riau 5, Bandung",)


def test_the_same_archive_twice_changes_nothing(cast: Cast) -> None:
    data = furnished(cast)
    bring(cast, cast.joko, data)
    again = bring(cast, cast.joko, data)
    assert again.counts == {"same": 2}
    assert len(contacts(cast, cast.joko)) == 2


def test_whoever_is_known_already_keeps_their_own_hint_and_note(cast: Cast) -> None:
    data = furnished(cast)
    key = keyring.add_key(cast.act(cast.joko), HintText("Pengacara"), LIA, USUAL, "punya Joko").subject
    assert key is not None
    bring(cast, cast.joko, data)
    lia = mine(cast, cast.joko, key)
    assert (lia.hint_line, lia.note) == ("Pengacara", "punya Joko")
    assert set(contacts(cast, cast.joko)) == {"Lia Kusuma", "Tono"}


def test_an_archive_is_taken_back_as_a_whole(cast: Cast) -> None:
    made = bring(cast, cast.joko, furnished(cast))
    imports.undo(cast.act(cast.joko), made.id)
    assert contacts(cast, cast.joko) == {}


def test_what_was_worked_with_since_stays_when_it_is_taken_back(cast: Cast) -> None:
    made = bring(cast, cast.joko, furnished(cast))
    lia = contacts(cast, cast.joko)["Lia Kusuma"]
    keyring.edit_key(cast.act(cast.joko), lia, HINT, LIA, USUAL, "catatan baru")
    imports.undo(cast.act(cast.joko), made.id)
    assert contacts(cast, cast.joko) == {"Lia Kusuma": lia}


def test_tags_and_the_archive_come_back_and_one_put_on_since_is_work(cast: Cast) -> None:
    furnished(cast)
    keys_of = contacts(cast, cast.sari)
    tidying.tag(cast.act(cast.sari), list(keys_of.values()), "Pameran 2019")
    tidying.archive(cast.act(cast.sari), [keys_of["Tono"]])
    made = bring(cast, cast.joko, packed(cast, cast.sari))
    rows = {row.name: row for row in (*keys.keyring(cast.joko, cast.now).rows, *put_away(cast, cast.joko))}
    assert {name: row.tags for name, row in rows.items()} == {
        "Lia Kusuma": ("Pameran 2019",),
        "Tono": ("Pameran 2019",),
    }
    assert set(contacts(cast, cast.joko)) == {"Lia Kusuma"}
    tidying.tag(cast.act(cast.joko), [rows["Lia Kusuma"].id], "baru")
    imports.undo(cast.act(cast.joko), made.id)
    assert set(contacts(cast, cast.joko)) == {"Lia Kusuma"}
    assert put_away(cast, cast.joko) == []


def test_a_key_that_was_opened_since_stays_when_it_is_taken_back(cast: Cast) -> None:
    made = bring(cast, cast.joko, furnished(cast))
    lia = contacts(cast, cast.joko)["Lia Kusuma"]
    cast.knows_for_years(cast.joko, cast.ratna)
    rungs = RungChoice(Rung.KNOWN, Rung.TRUSTED, None)
    keyring.edit_key(cast.act(cast.joko), lia, HINT, LIA, rungs, "bertemu di\nBandung")
    cast.grant(cast.joko, cast.ratna, Rung.KNOWN)
    imports.undo(cast.act(cast.joko), made.id)
    assert contacts(cast, cast.joko) == {"Lia Kusuma": lia}


def test_evidence_and_partners_stay_where_they_were(cast: Cast) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    before = archive(cast.joko, cast.now).values["partners"]
    bring(cast, cast.joko, furnished(cast))
    assert archive(cast.joko, cast.now).values["partners"] == before


def test_an_archive_of_what_came_from_an_archive_is_the_same(cast: Cast) -> None:
    bring(cast, cast.joko, furnished(cast))
    one, other = people_of(cast, cast.sari), people_of(cast, cast.joko)
    assert {person.name: person for person in one} == {person.name: person for person in other}
    assert len(one) == 2


def test_an_end_comes_back_as_a_memory_and_opens_nothing(cast: Cast) -> None:
    key = keyring.add_key(cast.act(cast.sari), HINT, LIA, USUAL, "").subject
    assert key is not None
    for partner in (cast.budi, cast.ratna):
        cast.knows_for_years(cast.sari, partner)
        cast.grant(cast.sari, partner, Rung.TRUSTED, set())
    end = cast.now + timedelta(days=30)
    keyring.open_key(cast.act(cast.sari), key, FaceKind.HINT, [cast.budi, cast.ratna], {cast.budi: end})
    (contact,) = json.loads(archived(cast, cast.sari))["contacts"]
    named = next(face["named"] for face in contact["faces"] if face["kind"] == "hint")
    assert {one["name"]: one["until"] for one in named} == {"Budi Santoso": end.isoformat(), "Ratna Dewi": None}
    assert {one["name"]: one["until"] for one in contact["openings"]} == {
        "Budi Santoso": end.isoformat(),
        "Ratna Dewi": None,
    }
    taken = packed(cast, cast.sari)
    cast.knows_for_years(cast.joko, cast.ratna)
    cast.grant(cast.joko, cast.ratna, Rung.TRUSTED)
    view = bring(cast, cast.joko, taken)
    theirs = contacts(cast, cast.joko)["Lia Kusuma"]
    assert not mine(cast, cast.joko, theirs).opened
    once = seen.origins(cast.joko, cast.now, theirs)[1]
    assert {(one.kind, one.name, one.until) for one in once} == {
        (FaceKind.HINT, "Budi Santoso", end),
        (FaceKind.HINT, "Ratna Dewi", None),
    }
    assert seen.origins(cast.sari, cast.now, theirs) == ((), ())
    imports.undo(cast.act(cast.joko), view.id)
    assert contacts(cast, cast.joko) == {}
