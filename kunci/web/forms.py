"""What people type in, checked for shape; what it means is checked by the action."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kunci.actions.accounts import APPEARANCES, HOURS, LANGUAGES, LETTERS, NAME_LENGTH, SHOWN, TIMEZONES
from kunci.actions.cards import CardText
from kunci.actions.circles import CIRCLE_LENGTH
from kunci.actions.exchanges import Words
from kunci.actions.handovers import Told
from kunci.actions.keyring import LONGEST, HintText, PersonText, RungChoice
from kunci.actions.mentoring import NOTE_LENGTH as MENTOR_NOTE
from kunci.actions.mentoring import WORDS_LENGTH as MENTOR_WORDS
from kunci.actions.verb import Refused
from kunci.actions.wants import WantText
from kunci.core.evidence import Often
from kunci.core.exchange import CAME, CURRENCIES
from kunci.core.mentoring import Role
from kunci.core.money import parse_amount
from kunci.core.rungs import Rung
from kunci.core.wants import DAYS, TEXT_LENGTH, THANKS_LENGTH, WHY_LENGTH
from kunci.web import labels, words
from kunci.web.refusals import refusal

RUNGS = (("1", "1"), ("2", "2"), ("3", "3"), ("0", "0"))
MISSING = {"required": _("Ini belum diisi.")}
CHOOSE = {"required": _("Pilih salah satu."), "invalid_choice": _("Pilih salah satu.")}
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
    notices = forms.MultipleChoiceField(choices=[(kind, kind) for kind in LETTERS], required=False)
    shown = forms.MultipleChoiceField(choices=[(kind, kind) for kind in SHOWN], required=False)
    quiet_from = forms.TypedChoiceField(choices=QUIET, coerce=int, empty_value=None, required=False)
    quiet_until = forms.TypedChoiceField(choices=QUIET, coerce=int, empty_value=None, required=False)


class ProfileForm(forms.Form):
    name = Text(NAME_LENGTH, required=True)
    trade = Text(120)
    city = Text(80)


class FirstProfileForm(ProfileForm):
    """Later the address is changed on a page of its own."""

    email = forms.EmailField(error_messages={**MISSING, **NO_ADDRESS})


class AddressForm(forms.Form):
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


class CalendarForm(forms.Form):
    """A calendar's private address."""

    address = Text(2_000, required=True)


class CalendarFileForm(forms.Form):
    """That there is a file is looked at by the view: one that was too big has been passed over."""

    calendar = forms.FileField(required=False, allow_empty_file=True)


class MailForm(forms.Form):
    mail = forms.FileField(required=False, allow_empty_file=True)


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


class LastDayForm(forms.Form):
    """The last day on which something is open; none: as long as the rung carries it."""

    last_day = forms.DateField(required=False, error_messages=NO_DATE)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.today = today

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < self.today:
            raise forms.ValidationError(refusal(Refused("end_past")))
        if day is not None and day >= self.today + LONGEST:
            raise forms.ValidationError(refusal(Refused("end_far")))
        return day

    def end(self) -> datetime | None:
        """When that day is over on the member's own clock."""
        day = self.cleaned_data["last_day"]
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None

    def wrong(self) -> list[str]:
        return [str(error) for error in self.errors.get("last_day", [])]


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
    """`offer`: the offer that it answers, if it does."""

    sentence = Text(500, required=True)
    why = Text(1000)
    by_when = forms.DateField(required=False, error_messages=NO_DATE)
    card = forms.BooleanField(required=False)
    offer = forms.UUIDField(required=False)

    def words(self) -> Words:
        said = self.cleaned_data
        return Words(said["sentence"], said["why"], said["by_when"], said["card"], said["offer"])


class MentorForm(forms.Form):
    """What I write to a partner when I ask them to accompany me, or offer to. `role`: as what I take part."""

    words = Text(MENTOR_WORDS, required=True)
    role = forms.ChoiceField(choices=[(one.value, one.value) for one in Role], error_messages=CHOOSE)


class FarewellForm(forms.Form):
    farewell = Text(MENTOR_WORDS)


class NoteForm(forms.Form):
    """What a mentor says to a draft."""

    words = Text(MENTOR_NOTE, required=True)


class SetForm(forms.Form):
    """Why I would like to meet those whom I choose of the other's set."""

    sentence = Text(500, required=True)


class OfferForm(forms.Form):
    partner = forms.UUIDField(error_messages={"required": _("Pilih satu rekan."), "invalid": _("Pilih satu rekan.")})
    sentence = Text(500, required=True)


class PromiseForm(forms.Form):
    whose = forms.ChoiceField(choices=[("mine", "mine"), ("theirs", "theirs")], error_messages=CHOOSE)
    words = Text(200, required=True)
    due = forms.DateField(error_messages={**MISSING, **NO_DATE})


class WantForm(forms.Form):
    """A door that I look for. `rung`: 0 where only partners hear of it whom the page lists by name."""

    text = Text(TEXT_LENGTH, required=True)
    why = Text(WHY_LENGTH)
    by_when = forms.DateField(required=False, error_messages=NO_DATE)
    travels = forms.BooleanField(required=False)
    may_name = forms.BooleanField(required=False)
    rung = forms.ChoiceField(choices=RUNGS, error_messages=CHOOSE)
    days = forms.TypedChoiceField(choices=[(str(one), str(one)) for one in DAYS], coerce=int, error_messages=CHOOSE)

    def said(self) -> WantText:
        return WantText(*(self.cleaned_data[name] for name in ("text", "why", "by_when", "travels", "may_name")))

    def on_rung(self) -> Rung | None:
        rung = int(self.cleaned_data["rung"])
        return Rung(rung) if rung else None


class WantOfferForm(forms.Form):
    """`line`: the hint, where it is offered from a contact that is no key yet."""

    sentence = Text(500, required=True)
    line = Text(200)


class MediateForm(forms.Form):
    """What a mediator writes to one of the two. `named`: with the name of whoever looks for the door."""

    sentence = Text(500, required=True)
    named = forms.BooleanField(required=False)


class ThanksForm(forms.Form):
    words = Text(THANKS_LENGTH)


class WordForm(forms.Form):
    """What I think of somebody, and whom I tell it."""

    hearer = forms.UUIDField(error_messages={"required": _("Pilih satu rekan."), "invalid": _("Pilih satu rekan.")})
    kind = forms.CharField(error_messages={"required": _("Pilih: menjamin, atau memperingatkan.")})
    sentence = Text(500, required=True)


class CardForm(forms.Form):
    phone = Text(60)
    email = forms.EmailField(required=False, error_messages=NO_ADDRESS)
    website = Text(200)
    about = Text(200)

    def card(self) -> CardText:
        return CardText(**{name: self.cleaned_data[name] for name in ("phone", "email", "website", "about")})


class HandOverForm(forms.Form):
    """`by`: mail, or self where the holder sends it."""

    subject_contact = Text(200, required=True)
    to_contact = Text(4000, required=True)
    subject_asker = Text(200, required=True)
    to_asker = Text(4000, required=True)
    by = forms.ChoiceField(choices=[("mail", "mail"), ("self", "self")], error_messages=MISSING)


class TellForm(forms.Form):
    """`came` and an amount with its currency only where something came of it."""

    verdict = forms.CharField(error_messages={"required": _("Pilih bagaimana jadinya.")})
    came = forms.ChoiceField(choices=[("", ""), *((one, one) for one in CAME)], required=False)
    amount = Text(40)
    currency = forms.ChoiceField(choices=[(one, one) for one in CURRENCIES], required=False)
    note = Text(1000)
    thanks = Text(500)
    counted = forms.BooleanField(required=False)

    def clean_amount(self) -> Decimal | None:
        typed = self.cleaned_data["amount"]
        amount = parse_amount(typed) if typed else None
        if typed and not amount:
            raise forms.ValidationError(_("Tulis nilainya dengan angka, misalnya 15.000.000."))
        return amount

    def told(self) -> Told:
        """What was told; a currency only with an amount."""
        said = self.cleaned_data
        amount = said["amount"]
        currency = (said["currency"] or CURRENCIES[0]) if amount is not None else ""
        return Told(said["verdict"], said["came"], amount, currency, said["note"], said["thanks"], said["counted"])


class FeltForm(forms.Form):
    verdict = forms.CharField(error_messages={"required": _("Pilih bagaimana jadinya.")})
    came = forms.ChoiceField(choices=[("", ""), *((one, one) for one in CAME)], required=False)
    words = Text(500)


def _several(text: str) -> tuple[str, ...]:
    """Numbers or addresses as typed in one field, split at commas and semicolons."""
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
