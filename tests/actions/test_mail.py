"""Mails: sealed while they wait, the same however often they are tried, and nothing in them but words."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import ProgrammingError, connection, transaction
from django.utils import translation
from pytest_django import Settings

from kunci.actions import accounts, mail
from kunci.actions.mail import Letter
from kunci.core.rungs import Rung
from kunci.models.models import Account, Outbox
from kunci.reveal.demonstration import mails
from kunci.site.mailfolder import Folder
from tests.actions.conftest import Deliver, Postbox
from tests.cast import ADDRESS, NOW, Cast

SENDER = "Kunci <kunci@kunci.test>"
LETTERS = ("asked", "consent", "handed", "sign_in")
AWKWARD = {
    "holder": "Ni'mah & Sons <Tbk>",
    "asker": 'Dr. Asep "Kang" O\'Hara',
    "sentence": "Kami > 10 tahun memasok 'linen' & seprai.",
    "link": f"{ADDRESS}/izin/a:b-c/?x=1&y=2",
}


class Unsure(BaseEmailBackend):
    """A transport that hands the mail over and then loses the line, `faults` times."""

    def __init__(self, behind: BaseEmailBackend, faults: int) -> None:
        super().__init__()
        self.behind, self.faults, self.tries = behind, faults, 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.tries += 1
        self.behind.send_messages(email_messages)
        if self.tries <= self.faults:
            raise ConnectionResetError
        return len(email_messages)


@pytest.fixture
def letter() -> Letter:
    return Letter("hendra@rs.example", "Sebuah rahasia", "Hanya untuk Hendra.\n")


def waiting() -> list[bytes]:
    """What lies in the outbox, as whoever delivers is given it; it waits on afterwards."""
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        while True:
            cursor.execute("select sealed from clerk.claim_mail(%s)", [NOW])
            row = cursor.fetchone()
            if row is None:
                break
            found.append(bytes(row[0]))
        transaction.set_rollback(True)
    return found


def asked_and_decided(cast: Cast, email: str = "hendra@rs.example", **profile: str) -> UUID:
    """Sari says yes to Budi: a mail to her that he asks, then one to the contact."""
    key = cast.key(cast.sari, email=email)
    cast.knows_for_years(cast.sari, cast.budi)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    if profile:
        accounts.set_profile(cast.act(cast.sari), trade="", city="", **profile)
    request = cast.ask(cast.budi, key)
    cast.decide(cast.sari, request)
    return request


@pytest.mark.django_db
def test_what_waits_is_sealed(letter: Letter) -> None:
    mail.post(letter, NOW)
    mail.post_sign_in("sari@kunci.test", "id", NOW)
    found = waiting()
    assert len(found) == 2
    for word in (b"hendra", b"rahasia", b"Hanya", b"sari@"):
        assert all(word not in sealed for sealed in found), word


@pytest.mark.django_db
def test_the_application_cannot_read_the_outbox(letter: Letter) -> None:
    mail.post(letter, NOW)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        list(Outbox.objects.all())


@pytest.mark.django_db
def test_the_words_are_forgotten_once_they_are_sent(letter: Letter) -> None:
    mail.post(letter, NOW)
    assert mail.deliver_one(NOW, Postbox(), SENDER, ADDRESS)
    assert waiting() == []
    assert not mail.deliver_one(NOW + timedelta(days=1), Postbox(), SENDER, ADDRESS)


@pytest.mark.django_db
def test_a_mail_tried_twice_is_one_mail(letter: Letter, settings: Settings, tmp_path: Path) -> None:
    settings.KUNCI_MAIL_FOLDER = tmp_path / "mail"
    mail.post(letter, NOW)
    unsure = Unsure(Folder(), faults=1)
    assert mail.deliver_one(NOW, unsure, SENDER, ADDRESS)
    (first,) = (tmp_path / "mail").glob("*.eml")
    before = first.read_bytes()
    first.unlink()
    assert mail.deliver_one(NOW + timedelta(minutes=11), unsure, SENDER, ADDRESS)
    (second,) = (tmp_path / "mail").glob("*.eml")
    assert (unsure.tries, second.name) == (2, first.name)
    assert second.read_bytes() == before
    sent = email.message_from_bytes(before, policy=email.policy.default)
    assert str(sent["Message-ID"]).strip("<>").split("@")[-1] == "kunci"
    assert second.stem in str(sent["Message-ID"]).replace("@", "")
    (shown,) = mails(tmp_path / "mail")
    assert (shown.to, shown.subject, shown.at, shown.body) == (letter.to, letter.subject, NOW, letter.body)


@pytest.mark.django_db
def test_a_mail_under_way_is_not_taken_by_anybody_else(letter: Letter) -> None:
    mail.post(letter, NOW)
    failing = Unsure(Postbox(), faults=1)
    assert mail.deliver_one(NOW, failing, SENDER, ADDRESS)
    assert not mail.deliver_one(NOW + timedelta(minutes=9), Postbox(), SENDER, ADDRESS)
    assert mail.deliver_one(NOW + timedelta(minutes=10), Postbox(), SENDER, ADDRESS)


@pytest.mark.django_db
def test_a_mail_that_never_goes_is_given_up_and_forgotten(letter: Letter) -> None:
    mail.post(letter, NOW)
    failing = Unsure(Postbox(), faults=1000)
    at = NOW
    while mail.deliver_one(at, failing, SENDER, ADDRESS):
        at += timedelta(minutes=10)
    assert failing.tries == mail.ATTEMPTS
    assert waiting() == []


@pytest.mark.django_db
def test_a_broken_seal_holds_up_nobody(letter: Letter, settings: Settings) -> None:
    from kunci.site import keys

    ours = settings.KUNCI_KEYS
    settings.KUNCI_KEYS = keys.fresh()
    mail.post(letter, NOW)
    settings.KUNCI_KEYS = ours
    mail.post(letter, NOW + timedelta(seconds=1))
    box = Postbox()
    while mail.deliver_one(NOW, box, SENDER, ADDRESS):
        pass
    assert [one.to for one in box.sent] == [[letter.to]]
    assert waiting() == []


def test_a_sign_in_mail_goes_only_to_somebody_who_has_the_address(cast: Cast, deliver: Deliver) -> None:
    gone = Account.objects.open("pergi@kunci.test", "id")
    gone.is_active = False
    gone.save()
    for address in ("joko@kunci.example", "pergi@kunci.test", "sari@kunci.test.example"):
        mail.post_sign_in(address, "id", cast.now)
    assert deliver() == []
    mail.post_sign_in("Sari@Kunci.test", "id", cast.now)
    (sent,) = deliver()
    assert sent.to == ["Sari@Kunci.test"]
    word = sent.body.partition("/masuk/")[2].partition("/")[0]
    account = accounts.account_of_link(word)
    assert account is not None
    assert account.id == cast.sari


def test_two_accounts_with_one_address_get_a_link_each_under_names_of_their_own(cast: Cast, deliver: Deliver) -> None:
    other = Account.objects.open("sari@kunci.test", "en")
    mail.post_sign_in("sari@kunci.test", "id", cast.now)
    sent = deliver()
    whose = [accounts.account_of_link(one.body.partition("/masuk/")[2].partition("/")[0]) for one in sent]
    assert {one.id for one in whose if one} == {cast.sari, other.id}
    assert len({one.extra_headers["Message-ID"] for one in sent}) == 2


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_letters_are_plain_words_in_the_readers_language(name: str, language: str) -> None:
    with translation.override("en" if language == "id" else "id"):  # the writer's, which must not matter
        letter = mail.write(name, "hendra@rs.example", language, **AWKWARD)
    text = f"{letter.subject}\n{letter.body}"
    for escape in ("&#", "&amp;", "&lt;", "&gt;", "&quot;", "{{", "{%"):
        assert escape not in text
    assert "\n" not in letter.subject
    assert letter.subject == letter.subject.strip() != ""
    assert AWKWARD["link"] in letter.body.split()
    assert letter.body.endswith("\n")
    assert ("Anda" in text) == (language == "id")


def test_the_letter_to_a_contact_says_who_and_why() -> None:
    letter = mail.write("consent", "hendra@rs.example", "id", **AWKWARD)
    assert AWKWARD["holder"] in letter.subject
    for word in ("holder", "asker", "sentence"):
        assert AWKWARD[word] in letter.body


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_name_cannot_add_a_header(cast: Cast, deliver: Deliver, end: str) -> None:
    asked_and_decided(cast, name=f"Sari{end}Bcc: semua@orang.example{end}{end}Pesan palsu")
    for sent in deliver():
        message = email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)
        assert message["Bcc"] is None
        assert sent.recipients() == sent.to
        assert sent.subject.splitlines() == [sent.subject]
        assert set(message.keys()) == {
            "Content-Type", "MIME-Version", "Subject", "From", "To",
            "Message-ID", "Date", "Auto-Submitted",
        }  # fmt: skip


@pytest.mark.parametrize("more", ["\nBcc: semua@orang.example", ", semua@orang.example", "> <semua@orang.example"])
def test_an_address_cannot_add_a_reader(cast: Cast, deliver: Deliver, more: str) -> None:
    asked_and_decided(cast, email=f"hendra@rs.example{more}")
    assert [one.to for one in deliver()] == [["sari@kunci.test"]]


def test_a_notice_says_that_something_waits_and_never_what(cast: Cast, deliver: Deliver) -> None:
    asked_and_decided(cast)
    by_reader = {tuple(sent.to): sent for sent in deliver()}  # of one moment, and so in no order
    assert by_reader.keys() == {("sari@kunci.test",), ("hendra@rs.example",)}
    notice, question = by_reader["sari@kunci.test",], by_reader["hendra@rs.example",]
    for word in ("Budi", "Hendra", "pengadaan", "linen"):
        assert word not in f"{notice.subject} {notice.body}"
    assert notice.body.strip().endswith("di Pengaturan."), "it says where it can be turned off"
    assert "di Pengaturan." not in question.body
    assert "Budi Santoso" in question.body
