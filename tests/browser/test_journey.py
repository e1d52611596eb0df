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


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_key_goes_from_an_address_book_to_an_outcome(
    person: NewPerson, installation: Installation, watch: Watch, audit: Audit, tmp_path: Path, device: Device, language: str
) -> None:
    audit.thorough = True
    watch.expect(404)
    people = [person(device, language) for _ in range(3)]
    people[0].context.grant_permissions(["clipboard-read", "clipboard-write"])
    walk(Journey(*people, installation, tmp_path))


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop", "narrow"])
def test_the_same_way_without_scripts(
    person: NewPerson, installation: Installation, watch: Watch, tmp_path: Path, device: Device
) -> None:
    watch.expect(404)
    people = [person(replace(device, scripts=False), "id") for _ in range(3)]
    walk(Journey(*people, installation, tmp_path))
