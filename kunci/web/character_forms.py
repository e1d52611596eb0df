"""What people answer about their own character, and what they think of a partner's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kunci.core.character import Temperament
from kunci.core.rungs import Rung
from kunci.web.character_items import ANSWERS, ITEMS
from kunci.web.forms import CHOOSE, RUNGS

_TEMPERAMENTS = [(one.value, one.value) for one in Temperament]


class QuestionsForm(forms.Form):
    """One answer for each item: fields `q0`, `q1` and on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(len(ITEMS)):
            self.fields[f"q{number}"] = forms.TypedChoiceField(
                coerce=int, choices=ANSWERS, error_messages={**CHOOSE, "required": _("Yang ini belum dijawab.")}
            )

    def answers(self) -> tuple[int, ...]:
        return tuple(self.cleaned_data[f"q{number}"] for number in range(len(ITEMS)))


class ShowForm(forms.Form):
    """From which rung a card is seen; 0: by nobody."""

    rung = forms.ChoiceField(choices=RUNGS, error_messages=CHOOSE)

    def on_rung(self) -> Rung | None:
        rung = int(self.cleaned_data["rung"])
        return Rung(rung) if rung else None


class ImpressionForm(forms.Form):
    first = forms.ChoiceField(choices=_TEMPERAMENTS, error_messages=CHOOSE)
    second = forms.ChoiceField(choices=[("", ""), *_TEMPERAMENTS], required=False, error_messages=CHOOSE)
