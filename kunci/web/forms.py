"""What people type in, checked for shape; what it means is checked by the action."""

from __future__ import annotations

from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kunci.actions.accounts import APPEARANCES, HOURS, LANGUAGES, NAME_LENGTH, NOTICES, TIMEZONES
from kunci.actions.circles import CIRCLE_LENGTH
from kunci.actions.keyring import HintText, PersonText, RungChoice
from kunci.core.evidence import Often
from kunci.core.rungs import Rung
from kunci.web import labels, words

RUNGS = (("1", "1"), ("2", "2"), ("3", "3"), ("0", "0"))
MISSING = {"required": _("Ini belum diisi.")}
NO_ADDRESS = {"invalid": _("Alamat e-mail itu tampaknya tidak lengkap.")}
QUIET = [(str(hour), str(hour)) for hour in HOURS]
NO_DATE = {"invalid": _("Tulis tanggalnya sebagai tahun-bulan-hari.")}


class Text(forms.CharField):
    def __init__(self, most: int, required: bool = False) -> None:
        super().__init__(
            max_length=most,
            required=required,
            error_messages={**MISSING, "max_length": _("Terlalu panjang: paling banyak %(limit_value)d huruf.")},
        )


class SignInForm(forms.Form):
    email = forms.EmailField(error_messages={**MISSING, **NO_ADDRESS})


class CodeForm(forms.Form):
    code = Text(40, required=True)


class RecoveryForm(forms.Form):
    email = forms.EmailField(error_messages={**MISSING, **NO_ADDRESS})
    code = Text(60, required=True)


class PasskeyForm(forms.Form):
    name = Text(60, required=True)
    credential = forms.JSONField()

    def clean_credential(self) -> dict[str, object]:
        said = self.cleaned_data["credential"]
        if not isinstance(said, dict):
            raise forms.ValidationError("")
        return said


class SettingsForm(forms.Form):
    language = forms.ChoiceField(choices=[(code, code) for code in LANGUAGES], required=False)
    timezone = forms.ChoiceField(choices=[(zone, zone) for zone in TIMEZONES], required=False)
    appearance = forms.ChoiceField(choices=[(one, one) for one in APPEARANCES if one], required=False)
    notices = forms.MultipleChoiceField(choices=[(kind, kind) for kind in NOTICES], required=False)
    quiet_from = forms.TypedChoiceField(choices=QUIET, coerce=int, empty_value=None, required=False)
    quiet_until = forms.TypedChoiceField(choices=QUIET, coerce=int, empty_value=None, required=False)


class ProfileForm(forms.Form):
    name = Text(NAME_LENGTH, required=True)
    trade = Text(120)
    city = Text(80)
    email = forms.EmailField(error_messages={**MISSING, **NO_ADDRESS})


class JoinForm(forms.Form):
    name = Text(NAME_LENGTH, required=True)
    email = forms.EmailField(error_messages={**MISSING, **NO_ADDRESS})
    language = forms.ChoiceField(choices=[(code, code) for code in LANGUAGES], required=False)


class InviteForm(forms.Form):
    name = Text(NAME_LENGTH)
    note = Text(500)


class CircleForm(forms.Form):
    """A circle to begin, and who is to be invited, as pasted."""

    name = Text(CIRCLE_LENGTH, required=True)
    people = forms.CharField(strip=False, error_messages=MISSING)


class RosterForm(forms.Form):
    people = forms.CharField(strip=False, error_messages=MISSING)


class ImportForm(forms.Form):
    cards = forms.FileField(error_messages={**MISSING, "empty": _("Berkas itu kosong.")})

    def data_read(self) -> tuple[str, bytes]:
        """Name and content of the file."""
        file: UploadedFile[bytes] = self.cleaned_data["cards"]
        return file.name or "", file.read()


class KeyForm(forms.Form):
    line = Text(200)
    role = forms.ChoiceField(required=False)
    sector = forms.ChoiceField(required=False)
    seniority = forms.ChoiceField(required=False)
    city = Text(80)
    hint_rung = forms.ChoiceField(choices=RUNGS)
    name = Text(200, required=True)
    title = Text(200)
    organisation = Text(200)
    name_rung = forms.ChoiceField(choices=RUNGS)
    phone = Text(400)
    email = Text(1000)
    contact_rung = forms.ChoiceField(choices=RUNGS)
    note = Text(2000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        for name, codes in (("role", labels.ROLES), ("sector", labels.SECTORS), ("seniority", labels.SENIORITIES)):
            chosen = sorted(((code.value, str(label)) for code, label in codes.items()), key=lambda pair: pair[1])
            cast(forms.ChoiceField, self.fields[name]).choices = [("", "—"), *chosen]

    def hint(self) -> HintText:
        """The hint, its line made of its parts where it was left empty."""
        said = self.cleaned_data
        parts = {name: said[name] for name in ("role", "sector", "seniority", "city")}
        return HintText(line=said["line"] or words.hint_line(**parts), **parts)

    def person(self) -> PersonText:
        said = self.cleaned_data
        return PersonText(
            said["name"], said["title"], said["organisation"], _several(said["phone"]), _several(said["email"])
        )

    def rungs(self) -> RungChoice:
        hint, name, contact = (int(self.cleaned_data[f"{face}_rung"]) for face in ("hint", "name", "contact"))
        return RungChoice(*(Rung(rung) if rung else None for rung in (hint, name, contact)))


class EvidenceForm(forms.Form):
    kind = forms.CharField(error_messages=MISSING)
    date = forms.DateField(error_messages={**MISSING, **NO_DATE})
    note = Text(1000)


class PriorForm(forms.Form):
    since = forms.DateField(error_messages={**MISSING, **NO_DATE})
    often = forms.ChoiceField(choices=[(one.value, one.value) for one in Often], error_messages=MISSING)
    note = Text(1000)


class GrantForm(forms.Form):
    """`since` and `often` only where the evidence does not carry the rung."""

    since = forms.DateField(required=False, error_messages=NO_DATE)
    often = forms.ChoiceField(choices=[("", ""), *((one.value, one.value) for one in Often)], required=False)
    reason = Text(1000)


class AskForm(forms.Form):
    sentence = Text(500, required=True)


class TellForm(forms.Form):
    verdict = forms.CharField(error_messages=MISSING)
    note = Text(1000)


def _several(text: str) -> tuple[str, ...]:
    """Numbers or addresses as typed in one field, split at commas and semicolons."""
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
