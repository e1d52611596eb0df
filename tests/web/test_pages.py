"""Every page answers, and says what it should to the person who opens it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kunci.actions import imports
from kunci.actions.exchanges import consent_path
from kunci.core.rungs import Rung
from kunci.models.models import Account, Consent
from kunci.models.viewer import looking, member
from kunci.reveal import exchanges as seen
from kunci.web import clock, uploads
from tests import cast as casting
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = casting.make()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


@pytest.fixture
def client_of() -> Callable[[UUID], Client]:
    def make(id: UUID) -> Client:
        account = Account.objects.get(id=id)
        session = SessionStore()
        session[SESSION_KEY] = str(account.id)
        session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        client = Client(raise_request_exception=True)
        client.cookies["sessionid"] = str(session.session_key)
        return client

    return make


def test_pages_of_a_holder_and_an_asker(cast: Cast, client_of: Callable[[UUID], Client]) -> None:
    key = cast.key(cast.sari)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    request = cast.ask(cast.budi, key)
    sari, budi = client_of(cast.sari), client_of(cast.budi)
    for name in (
        "today",
        "keyring",
        "partners",
        "doors",
        "exchanges",
        "journal",
        "profile",
        "invite",
        "key_new",
        "import_cards",
    ):
        response = sari.get(reverse(name))
        assert response.status_code == 200, name
    for path in (
        reverse("key", args=[key]),
        reverse("key_edit", args=[key]),
        reverse("key_open", args=[key]),
        reverse("partner", args=[cast.budi]),
        reverse("grant", args=[cast.budi]) + "?rung=3",
        reverse("decide", args=[request]),
    ):
        response = sari.get(path)
        assert response.status_code == 200, path
    for path in (reverse("door", args=[key]), reverse("request", args=[request]), reverse("partner", args=[cast.sari])):
        response = budi.get(path)
        assert response.status_code == 200, path
    assert sari.post(reverse("decide", args=[request]), {"answer": "yes"}).status_code == 302
    with looking(member(cast.sari), cast.now):
        consent = Consent.objects.get(request=request)
    contact = Client()
    page = contact.get(consent_path(consent.id))
    assert page.status_code == 200
    assert contact.post(consent_path(consent.id), {"answer": "yes"}).status_code == 200
    page = sari.get(reverse("hand_over", args=[request]))
    form = page.context["form"]
    said = {name: form[name].value() for name in form.initial}
    assert "Hendra Gunawan" in said["to_asker"]
    assert sari.post(reverse("hand_over", args=[request]), {**said, "by": "mail"}).status_code == 302
    handed = seen.exchanges(cast.budi, cast.now).handovers[0].id
    page = budi.get(reverse("handover", args=[handed]))
    assert "hendra@rs.example" in page.content.decode()
    assert budi.post(reverse("tell", args=[handed]), {"verdict": "good", "note": "Bagus"}).status_code == 302
    page = budi.get(reverse("handover", args=[handed]))
    assert page.status_code == 200


def test_search_finds_what_is_open_and_nothing_else(cast: Cast, client_of: Callable[[UUID], Client]) -> None:
    cast.key(cast.sari, "Kepala pengadaan, rumah sakit, Surabaya")
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    cast.key(cast.sari, "Direktur rumah sakit rahasia", "Dokter Rahasia")
    page = client_of(cast.budi).get(reverse("doors") + "?q=rumah+sak").content.decode()
    assert "Kepala pengadaan" in page
    assert "ahasia" not in page
    mine = client_of(cast.sari).get(reverse("keyring") + "?q=rahas").content.decode()
    assert "Direktur rumah sakit rahasia" in mine
    assert "Kepala pengadaan" not in mine


def test_a_file_beyond_the_limit_is_passed_over_and_told_in_a_sentence(
    cast: Cast, client_of: Callable[[UUID], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 1000)
    kept: list[bytes] = []
    monkeypatch.setattr(imports, "begin", lambda act, upload: kept.append(upload.data))
    file = SimpleUploadedFile("besar.vcf", b"x" * (uploads.FORM_BYTES + 2000))
    page = client_of(cast.sari).post(reverse("import_cards"), {"cards": file}).content.decode()
    assert "Ekspor lagi tanpa foto, atau bagi menjadi beberapa berkas." in page
    assert kept == []


def test_the_pages_of_an_import_say_where_it_stands(
    cast: Cast, client_of: Callable[[UUID], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "READ_AT_ONCE", 0)
    monkeypatch.setattr(imports, "BRING_AT_ONCE", 0)
    monkeypatch.setattr(imports, "later", lambda *_: None)
    sari = client_of(cast.sari)
    file = SimpleUploadedFile("kontak.vcf", b"BEGIN:VCARD\nFN:Hendra <b>\nTEL:+62 811 111 111\nEND:VCARD\n")
    path = sari.post(reverse("import_cards"), {"cards": file}).headers["Location"]
    assert "Berkas sedang dibaca" in sari.get(path).content.decode()
    made = UUID(path.strip("/").split("/")[-1])
    list(imports.work(imports.READ, cast.sari, made, cast.now))
    page = sari.get(path).content.decode()
    assert "Ambil 1 kontak" in page
    assert "Hendra &lt;b&gt;" in page
    sari.post(reverse("import_bring", args=[made]))
    assert "Kontak sedang diambil" in sari.get(path).content.decode()
    list(imports.work(imports.BRING, cast.sari, made, cast.now))
    assert "Tarik kembali seluruhnya" in sari.get(path).content.decode()
    assert "Hendra &lt;b&gt;" in sari.get(reverse("import_done", args=[made])).content.decode()
    sari.post(reverse("import_undo", args=[made]))
    assert "Pengambilan ini ditarik kembali" in sari.get(path).content.decode()
