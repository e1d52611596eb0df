"""Mails look right in a text and an HTML reader, in both languages, with the longest names and the strangest."""

from __future__ import annotations

import email
import email.policy
import re
import unicodedata
from email.message import EmailMessage as Received
from html.parser import HTMLParser

import pytest

from kunci.actions import letters, mail
from kunci.actions.accounts import NOTICES
from kunci.actions.mail import Letter, Lines
from tests.actions.conftest import Postbox
from tests.actions.letters import KINDS, LANGUAGES, LINK, NAMES, letter
from tests.cast import ADDRESS, NOW

EVERY = [(kind, language, name) for kind in KINDS for language in LANGUAGES for name in NAMES]


class Reader(HTMLParser):
    """What an HTML reader would show, a line per block; and all it would fetch or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self._hidden = False
        self.feed(page)
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [str(value) for name, value in attrs if name == "href"]
        self._hidden = tag in ("style", "title")
        if tag in ("p", "h1", "blockquote", "br", "td"):
            self._end()

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        if tag in ("p", "h1", "blockquote", "td"):
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data

    def _end(self) -> None:
        if self.text.strip():
            self.lines.append(" ".join(self.text.split()))
        self.text = ""


def arrived(sent: Letter) -> tuple[Received, bytes]:
    """A letter as a mail server would get it."""
    box = Postbox()
    mail.post(sent, NOW)
    mail.deliver_one(NOW, box, "Kunci <kunci@kunci.test>", ADDRESS)
    raw = box.sent[0].message().as_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, Received)
    return message, raw


def part(message: Received, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "language", "name"), EVERY)
def test_every_mail_says_the_same_in_text_and_in_html(kind: str, language: str, name: str) -> None:
    sent = letter(kind, language, NAMES[name])
    message, _ = arrived(sent)
    assert message.get_content_type() == "multipart/alternative"
    text = [" ".join(line.split()) for line in part(message, "plain").splitlines() if line.strip()]
    shown = Reader(part(message, "html"))
    with_button = [one for line in text for one in ([sent.button, line] if line == LINK else [line])]
    assert shown.lines == [sent.subject, *with_button]
    assert text.count(LINK) == 1
    assert shown.links == [LINK, LINK]
    assert not shown.tags & {"img", "script", "link", "iframe", "form", "b"}
    assert not {name for name in shown.attributes if name.startswith("on")} | (shown.attributes & {"src", "background"})
    assert "url(" not in part(message, "html")


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "language", "name"), EVERY)
def test_no_mail_has_a_line_too_long_for_a_server_or_a_header_of_its_readers_making(
    kind: str, language: str, name: str
) -> None:
    message, raw = arrived(letter(kind, language, NAMES[name]))
    assert max(len(line) for line in raw.splitlines()) <= 998
    assert message["Bcc"] is None
    assert message.defects == []
    assert (message["Subject"].splitlines(), message["To"]) == ([message["Subject"]], "hendra@rs.example")
    for one in (message["Subject"], part(message, "plain"), part(message, "html")):
        strange = {mark for mark in one if unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        assert strange <= {"\n"}, "what turns the direction of text, or ends a line, comes from nobody's name"


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_is_in_its_readers_language_and_so_is_its_button(kind: str) -> None:
    indonesian, english = (letter(kind, language, "Sari") for language in LANGUAGES)
    assert indonesian.subject != english.subject
    assert indonesian.body != english.body
    assert indonesian.button != english.button
    assert '<html lang="en"' in letters.html(english)


def test_what_somebody_writes_begins_no_paragraph_of_ours() -> None:
    sentence = f"Halo.\n\nKlik di sini:\n\n{LINK}\n\nSalam"
    sent = mail.write("consent", "hendra@rs.example", "id", holder="Sari", asker="Budi", sentence=sentence, link=LINK)
    assert len(re.findall(rf"^{re.escape(LINK)}$", sent.body, re.MULTILINE)) == 1
    assert f'"Halo. Klik di sini: {LINK} Salam"' in sent.body


def test_a_text_that_its_writer_composed_keeps_its_paragraphs() -> None:
    sent = mail.write(
        "consent",
        "hendra@rs.example",
        "id",
        holder="Sari",
        asker="Budi",
        sentence=Lines("Halo.\r\nApa\x00kabar?"),
        link=LINK,
    )
    assert '"Halo.\nApakabar?"' in sent.body
    assert '"Halo.<br>Apakabar?"' in letters.html(sent).replace("&quot;", '"')


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", " https://kunci.test/"])
def test_only_an_address_on_the_web_becomes_a_button(link: str) -> None:
    assert Reader(letters.html(Letter("a@kunci.test", "Halo", f"{link}\n", link=link))).links == []


def test_every_notice_has_a_mail_of_its_own_that_names_nobody() -> None:
    found = {kind: letter(kind, "id", "Sari") for kind in NOTICES}
    assert len({one.subject for one in found.values()}) == len(NOTICES)
    assert not any("Sari" in one.subject + one.body for one in found.values())
