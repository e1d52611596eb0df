"""The five steps, from end to end, in both languages, on a desk and on a phone, with scripts and without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.conftest import NewPerson
from tests.browser.installation import Installation
from tests.browser.journey import Journey, walk
from tests.browser.person import DESKTOP, NARROW, PHONE, Audit, Device
from tests.browser.watch import Watch


# Axe is slow: one run asks it, and test_exchange.py asks it of each page in the other language and on the other screen.
@pytest.mark.parametrize(
    ("device", "language", "thorough"),
    [pytest.param(DESKTOP, "id", False, marks=pytest.mark.heavy), (PHONE, "en", True)],
    ids=["desktop-id", "phone-en"],
)
def test_a_key_goes_from_an_address_book_to_an_outcome(
    person: NewPerson,
    installation: Installation,
    watch: Watch,
    audit: Audit,
    tmp_path: Path,
    device: Device,
    language: str,
    thorough: bool,
) -> None:
    audit.thorough = thorough
    watch.expect(404)
    sari, budi, hendra = (person(one, language) for one in (device, device, PHONE))
    sari.context.grant_permissions(["clipboard-read", "clipboard-write"])
    walk(Journey(sari, budi, hendra, installation, tmp_path))


@pytest.mark.parametrize("device", [pytest.param(DESKTOP, marks=pytest.mark.heavy), NARROW], ids=["desktop", "narrow"])
def test_the_same_way_without_scripts(
    person: NewPerson, installation: Installation, watch: Watch, audit: Audit, tmp_path: Path, device: Device
) -> None:
    audit.thorough = False
    watch.expect(404)
    sari, budi, hendra = (person(replace(one, scripts=False), "id") for one in (device, device, PHONE))
    walk(Journey(sari, budi, hendra, installation, tmp_path))
