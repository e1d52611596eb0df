"""A file of contacts comes in: the dry run says what will be, and the import does that; then back again."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

import pytest

from kunci.actions import imports, keyring, merging
from kunci.actions.imports import Upload
from kunci.actions.keyring import USUAL, HintText, PersonText
from kunci.core.addressbook import ProblemCode, Sameness
from kunci.core.gates import FaceKind
from kunci.core.layers import Change, Field
from kunci.core.rungs import Rung
from kunci.models.models import ImportPart, Layer, Mark
from kunci.models.viewer import looking, member
from kunci.reveal import imports as seen
from kunci.reveal import keyring as keys
from kunci.reveal.duplicates import duplicates
from kunci.reveal.imports import ImportView
from tests.actions.steps import mine, refused, verbs
from tests.cast import Cast

HENDRA = ("FN:Hendra Gunawan", "ORG:RS Harapan", "TITLE:Staf", "TEL:+62 812 1111 111", "EMAIL:hendra@rs.example")
LIA = ("FN:Lia Kusuma", "TEL:+62 813 2222 222")
NAMELESS = ("NOTE:tanpa nama",)


def file(*cards: tuple[str, ...]) -> bytes:
    return b"".join("\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *card, "END:VCARD", ""]).encode() for card in cards)


def begin(cast: Cast, *cards: tuple[str, ...], holder: UUID | None = None) -> UUID:
    data = file(*cards)
    upload = Upload("kontak.vcf", sha256(data).hexdigest(), data)
    made = imports.begin(cast.act(holder or cast.sari), upload).subject
    assert made is not None
    return made


def bring(cast: Cast, *cards: tuple[str, ...], together: frozenset[int] = frozenset()) -> UUID:
    made = begin(cast, *cards)
    imports.confirm(cast.act(cast.sari), made, together)
    return made


def shown(cast: Cast, id: UUID) -> ImportView:
    found = seen.one_import(cast.sari, cast.now, id)
    assert found is not None
    return found


def contacts(cast: Cast) -> dict[str, UUID]:
    return {row.name: row.id for row in keys.keyring(cast.sari, cast.now).rows}


def phones(cast: Cast, key: UUID) -> tuple[str, ...]:
    return mine(cast, cast.sari, key).details.phones


def test_the_dry_run_says_what_is_new_and_what_cannot_be_read_and_keeps_nothing(cast: Cast) -> None:
    view = shown(cast, begin(cast, HENDRA, NAMELESS, LIA))
    assert view.state == "ready"
    assert (view.counts["new"], view.counts["unread"], view.total) == (2, 1, 2)
    assert view.report is not None
    assert [row.name for row in view.report.new] == ["Hendra Gunawan", "Lia Kusuma"]
    (unread,) = view.report.unread
    assert (unread.position, unread.code) == (2, ProblemCode.NO_NAME)
    assert contacts(cast) == {}


def test_after_the_yes_it_is_as_the_dry_run_said(cast: Cast) -> None:
    view = shown(cast, bring(cast, HENDRA, LIA))
    assert (view.state, view.counts, view.done) == ("done", {"new": 2}, 2)
    assert set(contacts(cast)) == {"Hendra Gunawan", "Lia Kusuma"}
    assert {"import.begin", "import.bring"} < set(verbs(cast, cast.sari))


def test_the_file_is_forgotten_once_it_is_in_or_cancelled(cast: Cast) -> None:
    bring(cast, HENDRA)
    left = begin(cast, LIA)
    with looking(member(cast.sari), cast.now):
        assert ImportPart.objects.count() == 1
    imports.cancel(cast.act(cast.sari), left)
    with looking(member(cast.sari), cast.now):
        assert ImportPart.objects.count() == 0
    assert shown(cast, left).report is None


def test_a_file_left_lying_for_a_day_is_forgotten_at_the_next_one(cast: Cast) -> None:
    left = begin(cast, HENDRA)
    cast.later(2)
    begin(cast, LIA)
    assert shown(cast, left).state == "cancelled"


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    bring(cast, HENDRA, LIA)
    before = {name: mine(cast, cast.sari, key) for name, key in contacts(cast).items()}
    view = shown(cast, begin(cast, HENDRA, LIA))
    assert (view.counts.get("new"), view.counts.get("update"), view.counts["same"]) == (None, None, 2)
    with looking(member(cast.sari), cast.now):
        layers = Layer.objects.count()
    imports.confirm(cast.act(cast.sari), view.id, frozenset())
    assert {name: mine(cast, cast.sari, key) for name, key in contacts(cast).items()} == before
    with looking(member(cast.sari), cast.now):
        assert Layer.objects.count() == layers


def test_a_newer_export_updates_and_every_number_stays(cast: Cast) -> None:
    bring(cast, HENDRA)
    cast.later(30)
    newer = ("FN:Hendra Gunawan", "TITLE:Kepala Pengadaan", "TEL:+62 815 3333 333", "EMAIL:hendra@rs.example")
    view = shown(cast, begin(cast, newer))
    assert view.report is not None
    (row,) = view.report.updates
    assert row.reason is Sameness.EMAIL
    assert row.changes == (
        Change(Field.TITLE, "Staf", "Kepala Pengadaan"),
        Change(Field.PHONES, "", "+62 815 3333 333"),
    )
    imports.confirm(cast.act(cast.sari), view.id, frozenset())
    (key,) = contacts(cast).values()
    after = mine(cast, cast.sari, key)
    assert (after.title, after.organisation) == ("Kepala Pengadaan", "RS Harapan")
    assert after.details.phones == ("+62 812 1111 111", "+62 815 3333 333")


def test_what_looks_like_a_duplicate_stays_apart_unless_joined(cast: Cast) -> None:
    bring(cast, HENDRA)
    office = ("FN:Kantor RS Harapan", "TEL:0812-1111-111")
    view = shown(cast, begin(cast, office))
    assert view.report is not None
    (row,) = view.report.alike
    assert (row.name, row.like, row.reason) == ("Kantor RS Harapan", "Hendra Gunawan", Sameness.PHONE)
    imports.confirm(cast.act(cast.sari), view.id, frozenset())
    assert set(contacts(cast)) == {"Hendra Gunawan", "Kantor RS Harapan"}
    (pair,) = duplicates(cast.sari, cast.now)
    assert {pair.one.name, pair.other.name} == set(contacts(cast))


def test_what_is_joined_updates_whom_it_looks_like(cast: Cast) -> None:
    bring(cast, HENDRA)
    cast.later(1)
    bring(cast, ("FN:Hendra G.", "TEL:0812-1111-111", "TEL:021 555 1234"), together=frozenset({1}))
    ((name, key),) = contacts(cast).items()
    assert name == "Hendra G."
    assert phones(cast, key) == ("+62 812 1111 111", "021 555 1234")


def test_an_import_is_undone_as_a_whole(cast: Cast) -> None:
    bring(cast, HENDRA)
    cast.later(1)
    before = mine(cast, cast.sari, contacts(cast)["Hendra Gunawan"])
    second = bring(cast, ("FN:Hendra Gunawan", "TITLE:Direktur", "EMAIL:hendra@rs.example"), LIA)
    assert len(contacts(cast)) == 2
    imports.undo(cast.act(cast.sari), second)
    assert list(contacts(cast)) == ["Hendra Gunawan"]
    assert mine(cast, cast.sari, before.id) == before
    view = shown(cast, second)
    assert (view.state, view.counts) == ("undone", {"gone": 1, "taken_back": 1, "kept": 0})
    with looking(member(cast.sari), cast.now):
        assert not Mark.objects.exclude(key=before.id).exists()
    with refused("import_not_ready"):
        imports.undo(cast.act(cast.sari), second)


def test_undoing_keeps_what_was_worked_with(cast: Cast) -> None:
    made = bring(cast, HENDRA, LIA)
    hendra = contacts(cast)["Hendra Gunawan"]
    keyring.make_keys(cast.act(cast.sari), [(hendra, HintText("Pengadaan rumah sakit"))])
    imports.undo(cast.act(cast.sari), made)
    assert contacts(cast) == {"Hendra Gunawan": hendra}
    assert phones(cast, hendra) == ("+62 812 1111 111",)


def test_an_edit_by_hand_outlasts_import_and_undo(cast: Cast) -> None:
    bring(cast, HENDRA)
    key = contacts(cast)["Hendra Gunawan"]
    person = PersonText("Hendra Gunawan", "Teman SMA", "RS Harapan", ("+62 899 0000",), ("hendra@rs.example",))
    keyring.edit_key(cast.act(cast.sari), key, HintText("Pengadaan"), person, USUAL, "")
    cast.later(1)
    newer = bring(cast, ("FN:Hendra Gunawan", "TITLE:Direktur", "TEL:021 555 1234", "EMAIL:hendra@rs.example"))
    assert mine(cast, cast.sari, key).title == "Teman SMA"
    assert set(phones(cast, key)) == {"021 555 1234", "+62 899 0000"}
    imports.undo(cast.act(cast.sari), newer)
    assert mine(cast, cast.sari, key).title == "Teman SMA"
    assert phones(cast, key) == ("+62 899 0000",)


def test_a_refused_file_says_why_and_is_not_kept(cast: Cast) -> None:
    made = imports.begin(cast.act(cast.sari), Upload("foto.csv", "1", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40))
    assert made.subject is not None
    view = shown(cast, made.subject)
    assert (view.state, view.reason) == ("refused", ProblemCode.NOT_AN_ADDRESS_BOOK)
    with looking(member(cast.sari), cast.now):
        assert not ImportPart.objects.exists()


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "read_addressbook", lambda *_: pytest.fail("it was read"))
    with refused("file_too_big"):
        imports.begin(cast.act(cast.sari), Upload("besar.vcf", "1", b" " * (imports.LIMITS.bytes + 1)))


def test_a_long_file_is_a_job_that_knows_ids_and_can_be_interrupted_anywhere(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "READ_AT_ONCE", 0)
    monkeypatch.setattr(imports, "BRING_AT_ONCE", 0)
    monkeypatch.setattr(imports, "CHUNK", 3)
    left: list[tuple[str, UUID, UUID]] = []
    monkeypatch.setattr(imports, "later", lambda task, who, id: left.append((task, who, id)))
    people = [(f"FN:Orang {n}", f"TEL:+62 812 000 {n:03}") for n in range(10)]
    made = begin(cast, *people)
    assert shown(cast, made).state == "reading"
    assert left == [(imports.READ, cast.sari, made)]
    _interrupted(cast, imports.READ, made)
    assert (shown(cast, made).state, shown(cast, made).counts["new"]) == ("ready", 10)
    imports.confirm(cast.act(cast.sari), made, frozenset())
    assert left[1:] == [(imports.BRING, cast.sari, made)]
    _interrupted(cast, imports.BRING, made)
    assert (shown(cast, made).state, shown(cast, made).counts) == ("done", {"new": 10})
    assert sorted(contacts(cast)) == sorted(f"Orang {n}" for n in range(10))


def test_an_import_under_way_can_be_undone_and_then_stops(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BRING_AT_ONCE", 0)
    monkeypatch.setattr(imports, "CHUNK", 3)
    monkeypatch.setattr(imports, "later", lambda *_: None)
    made = begin(cast, *[(f"FN:Orang {n}",) for n in range(10)])
    imports.confirm(cast.act(cast.sari), made, frozenset())
    work = imports.work(imports.BRING, cast.sari, made, cast.now)
    next(work)
    assert (len(contacts(cast)), shown(cast, made).done) == (3, 3)
    imports.undo(cast.act(cast.sari), made)
    assert list(work) == []
    assert contacts(cast) == {}


def test_nobody_reads_brings_or_undoes_the_import_of_another(cast: Cast) -> None:
    made = begin(cast, HENDRA)
    assert seen.one_import(cast.budi, cast.now, made) is None
    with refused("gone"):
        imports.confirm(cast.act(cast.budi), made, frozenset())
    for verb in (imports.cancel, imports.undo):
        with refused("gone"):
            verb(cast.act(cast.budi), made)
    assert list(imports.work(imports.BRING, cast.budi, made, cast.now)) == []
    assert shown(cast, made).state == "ready"


def test_no_card_is_compared_with_what_others_hold(cast: Cast) -> None:
    cast.key(cast.budi, name="Hendra Gunawan", email="hendra@rs.example")
    view = shown(cast, begin(cast, HENDRA))
    assert view.counts == {"new": 1, "unread": 0}


# --- merging ---


def test_merged_contacts_are_read_together_and_come_apart_whole(cast: Cast) -> None:
    bring(cast, HENDRA, ("FN:Pak Hendra", "TEL:021 555 1234", "NOTE:lantai dua"))
    found = contacts(cast)
    keep, other = found["Hendra Gunawan"], found["Pak Hendra"]
    before = mine(cast, cast.sari, keep), mine(cast, cast.sari, other)
    merging.merge(cast.act(cast.sari), keep, other)
    assert list(contacts(cast)) == ["Hendra Gunawan"]
    assert phones(cast, keep) == ("021 555 1234", "+62 812 1111 111")
    assert mine(cast, cast.sari, keep).details.note == "lantai dua"
    whole = keys.whole_key(cast.sari, cast.now, keep)
    assert whole is not None
    assert [one.name for one in whole.merged] == ["Pak Hendra"]
    assert keys.own_key(cast.sari, cast.now, other) is None
    merging.unmerge(cast.act(cast.sari), other)
    assert (mine(cast, cast.sari, keep), mine(cast, cast.sari, other)) == before


def test_merging_closes_what_is_merged_and_opens_nothing(cast: Cast) -> None:
    kept, other = cast.key(cast.sari), cast.key(cast.sari, "Notaris, Bandung", "Lia Kusuma", email="lia@x.example")
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    merging.merge(cast.act(cast.sari), kept, other)
    assert [face.kind for face in mine(cast, cast.sari, kept).faces if face.readers] == [FaceKind.HINT]
    assert {one.key for one in keys.openable(cast.sari, cast.now, cast.budi, Rung.UNHESITATING)} == {kept}
    merging.unmerge(cast.act(cast.sari), other)
    assert not mine(cast, cast.sari, other).opened


def test_two_people_who_share_a_number_are_proposed_once(cast: Cast) -> None:
    bring(cast, HENDRA, ("FN:Kantor", "TEL:0812-1111-111"), ("FN:Lain", "TEL:0812-1111-111"))
    first, *_ = duplicates(cast.sari, cast.now)
    assert len(duplicates(cast.sari, cast.now)) == 2
    merging.keep_apart(cast.act(cast.sari), first.one.id, first.other.id)
    assert first not in duplicates(cast.sari, cast.now)
    assert duplicates(cast.budi, cast.now) == ()


def test_a_number_taken_away_by_hand_is_no_reason_any_more(cast: Cast) -> None:
    bring(cast, HENDRA, ("FN:Kantor", "TEL:0812-1111-111"))
    office = contacts(cast)["Kantor"]
    person = PersonText("Kantor", "", "", ("021 999",), ())
    keyring.edit_key(cast.act(cast.sari), office, HintText("Kantor"), person, USUAL, "")
    assert duplicates(cast.sari, cast.now) == ()


@pytest.mark.parametrize("verb", [merging.merge, merging.keep_apart])
def test_only_two_contacts_of_mine_can_be_merged_or_kept_apart(cast: Cast, verb: type) -> None:
    mine_, others = cast.key(cast.sari), cast.key(cast.budi)
    with refused("same_contact"):
        verb(cast.act(cast.sari), mine_, mine_)
    for one, other in ((mine_, others), (others, mine_)):
        with refused("gone"):
            verb(cast.act(cast.sari), one, other)


def test_dropping_a_contact_drops_what_was_merged_into_it(cast: Cast) -> None:
    bring(cast, HENDRA, LIA)
    found = contacts(cast)
    merging.merge(cast.act(cast.sari), found["Hendra Gunawan"], found["Lia Kusuma"])
    keyring.drop_key(cast.act(cast.sari), found["Hendra Gunawan"])
    assert contacts(cast) == {}
    with looking(member(cast.sari), cast.now):
        assert not Layer.objects.exists()


def _interrupted(cast: Cast, task: str, made: UUID) -> None:
    """Runs a job that is left after each of its pieces and begun anew, until nothing is left of it."""
    for _ in range(20):
        work = imports.work(task, cast.sari, made, cast.now)
        if task == imports.READ:
            next(work, None)  # a dry run has no memory: once more, and whole
            list(imports.work(task, cast.sari, made, cast.now))
            return
        if next(work, "over") == "over":
            return
    raise AssertionError("it never ends")
