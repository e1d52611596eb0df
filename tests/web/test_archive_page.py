"""An archive is read back on a page that says what of it comes and what stays behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kunci.reveal.imports import imports
from tests.actions.test_archive_notes import anew, packed
from tests.actions.test_vouching import counts, meet, says
from tests.cast import Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_dry_run_of_an_archive_says_what_comes_back_what_does_not_and_why(
    exchange_cast: Cast, reader: Callable[..., Reader], language: str
) -> None:
    cast = exchange_cast
    meet(cast, cast.budi, cast.ratna)
    cast.knows_for_years(cast.budi, cast.sari)
    counts(cast, cast.budi, says(cast, cast.sari, cast.ratna, cast.budi))
    says(cast, cast.budi, cast.ratna, cast.sari)
    data = packed(cast, cast.budi)
    back = anew(cast, cast.sari)
    budi = reader(back, language)
    page = budi.says("import_cards", cards=SimpleUploadedFile("kunci.zip", data))
    said = {
        "id": (
            "1 catatan Anda tentang rekan kembali, dengan tanggal dan bobotnya.",
            "1 catatan tentang orang yang bukan rekan Anda di sini.",
            "1 jaminan atau peringatan yang Anda sampaikan: tidak disampaikan lagi.",
            "1 jaminan atau peringatan yang disampaikan kepada Anda: itu milik yang mengatakannya.",
            "Ambil 1 catatan",
        ),
        "en": (
            "1 of your notes about partners comes back, with its date and weight.",
            "1 note about somebody who is no partner of yours here.",
            "1 vouch or warning that you gave: it is not given again.",
            "1 vouch or warning that was given to you: it belongs to whoever said it.",
            "Bring in 1 note",
        ),
    }[language]
    assert [one for one in said if one not in page] == []
    (made,) = imports(back, cast.now)
    page = budi.says("import_bring", made.id)
    assert ("1 catatan tentang rekan." if language == "id" else "1 note about a partner.") in page
