"""The page that opens a face to somebody: until when, and how it finds one partner among many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from kunci.actions import imports, keyring
from kunci.actions.keyring import USUAL, RungChoice
from kunci.core.gates import FaceKind
from kunci.core.packing import pack
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.reveal import audience
from kunci.reveal.doors import doors
from kunci.reveal.keyring import keyring as keyring_of
from kunci.web import clock
from kunci.web.views import opening
from tests import cast as casting
from tests.actions.steps import archived, close_for_months, hand_over, readers, trusts
from tests.cast import Cast, join

pytestmark = pytest.mark.django_db
HINT = FaceKind.HINT
BY_NAME = RungChoice(None, None, None)
NOTHING: Mapping[str, object] = {}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = casting.make()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


@pytest.fixture
def client_of() -> Callable[[UUID], Client]:
    def make(id: UUID) -> Client:
        session = SessionStore()
        session[SESSION_KEY] = str(id)
        session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
        session[HASH_SESSION_KEY] = Account.objects.get(id=id).get_session_auth_hash()
        session.save()
        client = Client(raise_request_exception=True)
        client.cookies["sessionid"] = str(session.session_key)
        return client

    return make


@pytest.fixture
def sari(cast: Cast, client_of: Callable[[UUID], Client]) -> Client:
    return client_of(cast.sari)


def known(cast: Cast, *partners: UUID) -> None:
    """They stand on trusted, and nothing is open to them."""
    for partner in partners:
        cast.knows_for_years(cast.sari, partner)
        cast.grant(cast.sari, partner, Rung.TRUSTED, set())


def day(cast: Cast, ahead: int) -> str:
    return (cast.now.date() + timedelta(days=ahead)).isoformat()


def page(client: Client, key: UUID, kind: str = "hint") -> str:
    return client.get(reverse("key_open", args=[key]), {"face": kind}).content.decode()


def save(client: Client, key: UUID, sent: Mapping[str, object] = NOTHING, kind: str = "hint", **said: object) -> str:
    """What is shown after the form was sent: the page that it leads to, or the form once more."""
    response = client.post(reverse("key_open", args=[key]), {"face": kind, **sent, **said}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def form(text: str) -> dict[str, list[str]]:
    """What a browser would send of the form as it stands."""
    text = text[text.index('name="face"') :]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", text):
        name, value = (re.search(rf' {one}="([^"]*)"', tag) for one in ("name", "value"))
        kind = re.search(r' type="([^"]*)"', tag)
        if name and (kind is None or kind[1] != "checkbox" or " checked" in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "on")
    return sent


def ticked(text: str) -> list[str]:
    """Names that are shown ticked, in the order of the page."""
    return re.findall(r'name="partner" value="[^"]*" checked><span>([^<]*)<', text)


def shown(text: str) -> list[str]:
    return re.findall(r'type="checkbox" name="partner" value="[^"]*"(?: checked)?><span>([^<]*)<', text)


def sees(cast: Cast, partner: UUID) -> bool:
    return bool(doors(partner, cast.now).rows)


def test_a_face_opened_until_a_day_is_open_through_that_day_and_then_shut_by_itself(cast: Cast, sari: Client) -> None:
    key = cast.key(cast.sari)
    known(cast, cast.budi, cast.ratna)
    text = save(sari, key, shown=[cast.budi, cast.ratna], partner=[cast.budi, cast.ratna], last_day="2026-11-30")
    assert "petunjuk, sampai 30 November 2026 seperti yang Anda pilih" in text
    cast.now = datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)  # a second before midnight in Jakarta
    assert (sees(cast, cast.budi), sees(cast, cast.ratna)) == (True, True)
    cast.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert (sees(cast, cast.budi), sees(cast, cast.ratna)) == (False, False)
    assert "Siapa yang melihatnya sekarang" not in sari.get(reverse("key", args=[key])).content.decode()
    past = sari.get(reverse("key_history", args=[key])).content.decode()
    assert "dibuka bagi Budi Santoso, sampai hari terakhirnya, 30 November 2026" in past


def test_the_day_is_that_of_the_members_own_clock(cast: Cast, sari: Client) -> None:
    Account.objects.filter(id=cast.sari).update(timezone="Asia/Jayapura")
    key = cast.key(cast.sari)
    known(cast, cast.budi)
    save(sari, key, partner=cast.budi, last_day="2026-11-30")
    assert 'value="2026-11-30"' in page(sari, key)
    assert "sampai 30 November 2026" in sari.get(reverse("eyes", args=[cast.budi])).content.decode()
    assert "yang paling awal berakhir 30 November 2026" in sari.get(reverse("audience")).content.decode()
    assert "30 November 2026" in sari.get(reverse("key_history", args=[key])).content.decode()
    cast.now = datetime(2026, 11, 30, 14, 59, tzinfo=UTC)  # a minute before midnight in Jayapura
    assert sees(cast, cast.budi)
    cast.now += timedelta(minutes=1)
    assert not sees(cast, cast.budi)


def test_a_last_day_is_moved_and_taken_away(cast: Cast, sari: Client) -> None:
    key = cast.key(cast.sari)
    known(cast, cast.budi)
    save(sari, key, partner=cast.budi, last_day=day(cast, 3))
    last, had = f"last-{cast.budi}", f"had-{cast.budi}"
    save(sari, key, {last: day(cast, 40), had: day(cast, 3)}, shown=cast.budi, partner=cast.budi)
    cast.later(10)
    assert sees(cast, cast.budi)
    save(sari, key, {last: "", had: day(cast, 30)}, shown=cast.budi, partner=cast.budi)
    cast.later(50)
    assert sees(cast, cast.budi)
    save(sari, key, {last: "", had: ""}, shown=cast.budi)
    assert not sees(cast, cast.budi)


def test_saving_a_page_that_nobody_changed_moves_no_end_whatever_the_clock_is_set_to(cast: Cast, sari: Client) -> None:
    key = cast.key(cast.sari)
    known(cast, cast.budi, cast.ratna)
    save(sari, key, partner=cast.budi, last_day=day(cast, 3))
    before = ends(cast, key)
    Account.objects.filter(id=cast.sari).update(timezone="Asia/Jayapura")
    save(sari, key, form(page(sari, key)))
    assert ends(cast, key) == before
    assert len(before) == 1


def test_a_day_that_has_passed_or_is_no_day_is_said_beside_its_field_and_nothing_is_lost(
    cast: Cast, sari: Client
) -> None:
    key = cast.key(cast.sari)
    known(cast, cast.budi, cast.ratna)
    for wrong, said in (
        (day(cast, -1), "Hari itu sudah lewat."),
        ("9999-12-31", "Hari itu terlalu jauh."),
        ("besok", "Tulis tanggalnya sebagai tahun-bulan-hari."),
    ):
        text = save(sari, key, shown=[cast.budi, cast.ratna], partner=cast.ratna, last_day=wrong)
        assert said in text
        assert ticked(text) == ["Ratna Dewi"]
        assert f'value="{wrong}"' in text
        assert not sees(cast, cast.ratna)
    save(sari, key, partner=cast.ratna)
    last = f"last-{cast.ratna}"
    typed = {last: day(cast, -1), f"had-{cast.ratna}": ""}
    text = save(sari, key, typed, shown=cast.ratna, partner=cast.ratna)
    assert "Hari itu sudah lewat." in text
    assert f'aria-describedby="f-{last}-wrong"' in text


def test_three_months_are_proposed_where_only_named_people_see_it_and_none_on_a_rung(cast: Cast, sari: Client) -> None:
    known(cast, cast.budi)
    assert form(page(sari, cast.key(cast.sari, rungs=BY_NAME)))["last_day"] == [day(cast, 90)]
    assert form(page(sari, cast.key(cast.sari, rungs=USUAL)))["last_day"] == [""]


def test_a_name_is_open_no_longer_than_its_hint(cast: Cast, sari: Client) -> None:
    key = cast.key(cast.sari, rungs=BY_NAME)
    known(cast, cast.budi)
    save(sari, key, partner=cast.budi, last_day=day(cast, 5))
    text = save(sari, key, kind="name", partner=cast.budi, last_day=day(cast, 60))
    assert text.count("sampai 28 November 2026 seperti yang Anda pilih") == 2


def test_whoever_had_it_handed_over_is_told_apart_and_loses_nothing_by_saving(cast: Cast, sari: Client) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    known(cast, cast.ratna)
    hand_over(cast, cast.sari, cast.budi, key)
    text = page(sari, key)
    assert shown(text) == ["Ratna Dewi"]
    assert re.search(r"Lewat serah terima.*Budi Santoso", text, re.DOTALL)
    save(sari, key, form(text))
    assert readers(cast, cast.sari, key, HINT) == {cast.budi}


@pytest.fixture
def crowd(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Seven partners on trusted, where a page holds three."""
    monkeypatch.setattr(opening, "LISTED", 3)
    names = ("Agus", "Bayu", "Citra", "Dian", "Eka")
    crowd = [join(cast.act(cast.sari), f"{name} Widodo", f"{name.lower()}@kunci.test") for name in names]
    known(cast, cast.budi, cast.ratna, *crowd)
    return crowd


def test_among_many_partners_nobody_is_ticked_who_was_not_chosen(cast: Cast, sari: Client, crowd: list[UUID]) -> None:
    text = page(sari, cast.key(cast.sari))
    assert shown(text) == ["Agus Widodo", "Bayu Widodo", "Budi Santoso"]
    assert ticked(text) == []
    assert "4 rekan lain tidak tampil" in text


def test_chosen_ones_come_first_and_who_is_not_shown_stays_as_they_are(
    cast: Cast, sari: Client, crowd: list[UUID]
) -> None:
    key, some = cast.key(cast.sari), [cast.ratna, crowd[2], crowd[3], crowd[4]]
    keyring.open_key(cast.act(cast.sari), key, HINT, some, {crowd[4]: cast.now + timedelta(days=9)})
    text = page(sari, key)
    assert ticked(text) == ["Citra Widodo", "Dian Widodo", "Eka Widodo"]
    assert "1 rekan lain yang dicentang tidak tampil" in text
    said = form(text)
    said["partner"].remove(str(crowd[2]))
    before = ends(cast, key)
    save(sari, key, said)
    assert readers(cast, cast.sari, key, HINT) == {cast.ratna, crowd[3], crowd[4]}
    assert ends(cast, key) == before


def test_what_was_chosen_before_a_search_is_kept_through_it(cast: Cast, sari: Client, crowd: list[UUID]) -> None:
    key = cast.key(cast.sari)
    keyring.open_key(cast.act(cast.sari), key, HINT, [crowd[0], crowd[1]])
    said = form(page(sari, key))
    assert said["partner"] == [str(crowd[0]), str(crowd[1])]
    # Budi is ticked, Bayu is not any more, and Agus gets a last day; then one after the other is looked for.
    said |= {"partner": [str(crowd[0]), str(cast.budi)], f"last-{crowd[0]}": [day(cast, 8)], "last_day": [day(cast, 4)]}
    text = save(sari, key, said, q="dewi", search="yes")
    assert shown(text) == ["Ratna Dewi"]
    said = form(text)
    said["partner"].append(str(cast.ratna))
    text = save(sari, key, said, q="widodo ek", search="yes")
    assert shown(text) == ["Eka Widodo"]
    assert not sees(cast, cast.budi)
    save(sari, key, form(text))
    assert readers(cast, cast.sari, key, HINT) == {crowd[0], cast.budi, cast.ratna}
    assert ends(cast, key) == {(crowd[0], day(cast, 8)), (cast.budi, day(cast, 4)), (cast.ratna, day(cast, 4))}


def test_a_search_without_result_says_so_and_keeps_the_rest(cast: Cast, sari: Client, crowd: list[UUID]) -> None:
    key = cast.key(cast.sari)
    text = save(sari, key, partner=cast.budi, q="tak ada", search="yes")
    assert "Tidak ada rekan dengan nama itu di sini." in text
    save(sari, key, form(text))
    assert readers(cast, cast.sari, key, HINT) == {cast.budi}


def test_all_are_chosen_at_once_but_for_those_whom_the_form_shuts_out(
    cast: Cast, sari: Client, crowd: list[UUID]
) -> None:
    key = cast.key(cast.sari)
    keyring.open_key(cast.act(cast.sari), key, HINT, [cast.budi, cast.ratna])
    said = form(page(sari, key))
    said["partner"] = [str(cast.ratna)]
    save(sari, key, said, everybody="yes")
    assert readers(cast, cast.sari, key, HINT) == {cast.ratna, *crowd}


def test_somebody_closed_out_elsewhere_meanwhile_is_not_let_in_by_a_page_that_did_not_show_them(
    cast: Cast, sari: Client, crowd: list[UUID]
) -> None:
    key = cast.key(cast.sari)
    keyring.open_key(cast.act(cast.sari), key, HINT, [cast.ratna, *crowd])
    text = page(sari, key)
    assert "Ratna Dewi" not in text
    keyring.shut_out(cast.act(cast.sari), key, cast.ratna)
    save(sari, key, form(text))
    assert readers(cast, cast.sari, key, HINT) == set(crowd)


def test_a_key_that_came_with_an_archive_says_to_whom_it_was_open_and_until_when(cast: Cast, sari: Client) -> None:
    key = cast.key(cast.sari)
    known(cast, cast.budi)
    save(sari, key, partner=cast.budi, last_day="2026-11-30")
    taken = pack([("kunci.json", [archived(cast, cast.sari)])], cast.now)
    keyring.drop_key(cast.act(cast.sari), key)
    begun = imports.begin(cast.act(cast.sari), imports.Upload("kunci.zip", "1", taken)).subject
    assert begun is not None
    imports.confirm(cast.act(cast.sari), begun, frozenset())
    (row,) = keyring_of(cast.sari, cast.now).rows
    text = sari.get(reverse("key", args=[row.id])).content.decode()
    assert "petunjuk bagi Budi Santoso, sampai 30 November 2026" in text
    assert "Tidak terlihat siapa pun." in text


def test_english_says_the_same(cast: Cast, sari: Client) -> None:
    Account.objects.filter(id=cast.sari).update(language="en")
    key = cast.key(cast.sari)
    known(cast, cast.budi)
    text = save(sari, key, partner=cast.budi, last_day="2026-11-30")
    assert "until 30 November 2026 as you chose" in text
    assert "Last day" in page(sari, key)


def test_evidence_that_ends_sooner_still_closes_what_has_a_later_day(cast: Cast, sari: Client) -> None:
    key = cast.key(cast.sari)
    close_for_months(cast, cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED, set())
    save(sari, key, partner=cast.budi, last_day=day(cast, 3000))
    (reader,) = audience.readers_of(cast.sari, cast.now, key)
    assert not reader.sights[0].dated
    assert reader.sights[0].until is not None
    cast.now = reader.sights[0].until
    assert not sees(cast, cast.budi)


def ends(cast: Cast, key: UUID) -> set[tuple[UUID, str]]:
    """Who sees the hint until which day of theirs, in the clock of Jakarta."""
    sights = _hints(audience.readers_of(cast.sari, cast.now, key))
    return {(who, (end + timedelta(hours=7, seconds=-1)).date().isoformat()) for who, end in sights if end is not None}


def _hints(found: Iterable[audience.Reader]) -> list[tuple[UUID, datetime | None]]:
    return [(one.person.id, sight.end) for one in found for sight in one.sights if sight.kind is HINT]
