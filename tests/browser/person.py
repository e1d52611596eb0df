"""Somebody at a browser: finds things by what they are called in their language, as people do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import audit


@dataclass(frozen=True)
class Device:
    """A screen, whether it is touched, whether scripts run on it, and whether a service worker may stay on it."""

    width: int
    height: int
    touch: bool = False
    scripts: bool = True
    installed: bool = False


DESKTOP = Device(1280, 900)
PHONE = Device(390, 844, touch=True)
NARROW = Device(360, 740, touch=True)
WITHOUT_SCRIPTS = Device(360, 740, touch=True, scripts=False)


@dataclass
class Audit:
    """Looks at each page once a run, under the name it is given, and keeps what is wrong; `thorough` asks axe.

    Whoever pressed or followed something says first what they expect to see: the page before is there until the next
    one answers.
    """

    thorough: bool = True
    looked_at: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def __call__(self, name: str, page: Page) -> None:
        if name in self.looked_at:
            return
        self.looked_at.add(name)
        page.wait_for_load_state()
        found = audit.too_wide(page) + (audit.faults(page) if self.thorough else [])
        self.wrong += [f"{name} ({page.url}): {one}" for one in found]


@dataclass
class Person:
    """One browser of one person. Words are given in the source language and looked up in `language`."""

    page: Page
    address: str
    language: str
    look: Callable[[str, Page], None]

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def t(self, words: str, /, **values: object) -> str:
        with translation.override(self.language):
            n = values.get("n")
            found = ngettext(words, words, n) if isinstance(n, int) else gettext(words)
        return found % values if values else found

    def open(self, address: str) -> int:
        """Goes to an address, whole or as a path; the status of the answer."""
        response = self.page.goto(address if "://" in address else self.address + address)
        if response is None:
            raise AssertionError(f"no answer from {address}")
        return response.status

    def go(self, route: str, *args: object) -> int:
        return self.open(reverse(route, args=args))

    def inside(self, heading: str, /, **values: object) -> Locator:
        """The card with this heading."""
        return self.page.get_by_role("region", name=self.t(heading, **values), exact=True)

    def press(self, words: str, within: Locator | None = None, /, **values: object) -> None:
        self._named("button", words, within, **values).click()

    def follow(self, words: str, within: Locator | None = None, /, **values: object) -> None:
        self._named("link", words, within, **values).click()

    def to(self, place: str) -> None:
        """By the navigation, which says one of its words shorter on a phone."""
        name = self.t(place)
        if place == "Gantungan kunci":
            name = f"{name}|{self.t('Kunci saya')}"
        navigation = self.page.get_by_role("navigation", name=self.t("Utama"), exact=True)
        navigation.get_by_role("link", name=re.compile(f"^({name})$")).click()
        expect(navigation.get_by_role("link", name=re.compile(f"^({name})$"))).to_have_attribute("aria-current", "page")

    def unfold(self, words: str, /, **values: object) -> None:
        self.page.locator("summary").get_by_text(self.t(words, **values), exact=True).click()

    def fill(self, label: str, value: str, within: Locator | None = None) -> None:
        self.field(label, within).fill(value)

    def field(self, label: str, within: Locator | None = None) -> Locator:
        name = re.escape(self.t(label))
        optional = re.escape(self.t("boleh kosong"))
        return (within or self.page.locator("main")).get_by_label(re.compile(f"^{name}({optional})?$"))

    def choose(self, words: str, within: Locator | None = None, group: str = "") -> None:
        """A radio button, by its words; `group` says of which question."""
        scope: Locator = within or self.page.locator("main")
        if group:
            scope = scope.get_by_role("group", name=self.t(group), exact=True)
        scope.get_by_role("radio", name=self.t(words), exact=True).check()

    def sees(self, words: str, /, **values: object) -> None:
        expect(self.page.get_by_text(self.t(words, **values), exact=True).first).to_be_visible()

    def reads(self, text: str) -> None:
        """Sees words that no catalogue holds: a name, a sentence that somebody wrote."""
        expect(self.page.locator("main")).to_contain_text(text)

    def reads_nothing_of(self, *texts: str) -> None:
        """These words are nowhere in the page, seen or unseen."""
        for text in texts:
            if text in self.page.content():
                raise AssertionError(f"{text!r} is on {self.page.url}")

    def arrives(self, name: str, heading: str, /, **values: object) -> None:
        """The page with this heading is there; whatever every page must keep is looked at under `name`."""
        self.finds(name, self.t(heading, **values))

    def finds(self, name: str, heading: str) -> None:
        """Like `arrives`, for a heading that no catalogue holds."""
        expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()
        self.look(name, self.page)

    def _named(self, role: str, words: str, within: Locator | None, /, **values: object) -> Locator:
        scope: Page | Locator = within or self.page
        name = self.t(words, **values)
        return scope.get_by_role("button" if role == "button" else "link", name=name, exact=True)
