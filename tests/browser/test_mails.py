"""Mails in a reader that shows HTML, on a narrow phone: nothing reaches over the edge, nothing is hard to read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from kunci.actions import letters
from tests.actions.letters import KINDS, LANGUAGES, LINK, NAMES, letter
from tests.browser import audit
from tests.browser.person import NARROW


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Page]:
    """Shows what it is given and fetches nothing."""
    context = chromium.new_context(viewport={"width": NARROW.width, "height": NARROW.height}, is_mobile=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    context.close()
    assert asked == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_fits_a_narrow_phone_and_can_be_read_by_everybody(reader: Page, kind: str, language: str) -> None:
    for name in NAMES.values():
        sent = letter(kind, language, name)
        reader.set_content(letters.html(sent))
        assert audit.too_wide(reader) == []
        assert audit.faults(reader) == []
        button = reader.get_by_role("link", name=sent.button, exact=True)
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, "a thumb has to find it"
        assert button.get_attribute("href") == LINK
        assert reader.get_by_text(LINK).is_visible()
