"""The pages beside the way are looked at too, and the looking itself can find something."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.browser import audit
from tests.browser.conftest import NewMember, NewPerson
from tests.browser.person import NARROW, PHONE
from tests.cast import Cast


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_of_the_demonstration(person: NewPerson, cast: Cast, settings: Settings, language: str) -> None:
    settings.KUNCI_DEMO = True
    visitor = person(PHONE, language)
    visitor.go("demo")
    visitor.arrives("demo", "Masuk sebagai siapa?")
    visitor.go("demo_mail")
    visitor.arrives("demo_mail", "Surat yang terkirim")


def test_a_fault_on_a_page_is_found(signed_in: NewMember, cast: Cast) -> None:
    sari = signed_in(NARROW, "id", cast.sari)
    sari.go("today")
    assert audit.faults(sari.page) == []
    assert audit.too_wide(sari.page) == []
    sari.page.evaluate(
        "() => { const one = document.createElement('button'); one.style.width = '400px';"
        " document.querySelector('main').append(one); }"
    )
    assert any("button-name" in one for one in audit.faults(sari.page))
    assert audit.too_wide(sari.page) != []
