"""What people type in about one-to-ones."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from kunci.actions.one_to_ones import PLACE_LENGTH, WORDS_LENGTH
from kunci.web.forms import CHOOSE, MISSING, Text

NO_TIME = {"invalid": _("Tulis tanggal dan jamnya, misalnya 2026-12-31 09:30.")}
MINUTES = (30, 45, 60, 90, 120, 180)


class DatesForm(forms.Form):
    """Up to three starts, in the member's own time."""

    slot1 = forms.DateTimeField(error_messages={**MISSING, **NO_TIME})
    slot2 = forms.DateTimeField(required=False, error_messages=NO_TIME)
    slot3 = forms.DateTimeField(required=False, error_messages=NO_TIME)
    place = Text(PLACE_LENGTH)

    def slots(self) -> tuple[datetime, ...]:
        said = self.cleaned_data
        return tuple(said[name] for name in ("slot1", "slot2", "slot3") if said[name] is not None)


class OneToOneForm(DatesForm):
    minutes = forms.TypedChoiceField(
        coerce=int, choices=[(str(one), str(one)) for one in MINUTES], error_messages=CHOOSE
    )
    words = Text(WORDS_LENGTH)
