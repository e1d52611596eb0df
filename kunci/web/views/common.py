"""What several pages do alike."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from kunci.actions.verb import Refused
from kunci.core.addressbook import phone_digits
from kunci.reveal.sealed import Details
from kunci.web.refusals import refusal
from kunci.web.request import KunciRequest


@dataclass(frozen=True)
class Pager:
    """Query strings of the pages around this one, '' where there is none."""

    newer: str
    older: str


@dataclass(frozen=True)
class Phone:
    shown: str
    tel: str
    wa: str


def show(request: KunciRequest, page: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page, rendered here and now, inside whatever transaction it was read in."""
    return render(request, f"pages/{page}.html", dict(context), status=status)


def found(value: Any) -> Any:
    """What was found, or the page that says nothing is there: hidden and absent are one."""
    if value is None:
        raise Http404
    return value


def refuse(form: forms.Form, refused: Refused, field: str | None = None) -> None:
    """Puts an action's refusal on the form, which keeps all that was typed."""
    form.add_error(field, refusal(refused))


def say(request: KunciRequest, sentence: str) -> None:
    messages.success(request, sentence)


def words_failed(request: KunciRequest, detail: Mapping[str, Any]) -> None:
    """Says that with what was just noted, vouches failed as well: that is noted with whoever gave them."""
    failed = detail.get("words_failed")
    if isinstance(failed, int) and failed:
        sentence = ngettext(
            "%(n)d rekan menjaminnya kepada Anda. Itu tercatat juga pada hubungan Anda dengan yang menjamin.",
            "%(n)d rekan menjaminnya kepada Anda. Itu tercatat juga pada hubungan Anda dengan yang menjamin.",
            failed,
        )
        say(request, sentence % {"n": failed})


def percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def complain(request: KunciRequest, refused: Refused) -> None:
    messages.error(request, refusal(refused))


def said_chance(request: KunciRequest) -> int | None:
    """How likely somebody said that it goes well, in per cent; None where they did not. Refused for what is none."""
    if "felt" not in request.POST:
        return None
    said = request.POST.get("chance", "")
    if not (said.isascii() and said.isdigit() and len(said) <= 3 and int(said) <= 100):
        raise Refused("instinct")
    return int(said)


def gone_or_complain(request: KunciRequest, refused: Refused) -> None:
    """The page that says nothing is there, or a sentence on the next one."""
    if refused.code == "gone":
        found(None)
    complain(request, refused)


def offer_undo(request: KunciRequest, sentence: str, url: str) -> None:
    """A bar on the next page that takes the last step back."""
    request.session["undo"] = {"sentence": sentence, "url": url}


def pager(request: KunciRequest, older: str) -> Pager:
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    older_query = f"?{urlencode({**kept, 'after': older})}" if older else ""
    newer_query = f"?{urlencode(kept)}" if request.GET.get("after") else ""
    return Pager(newer_query, older_query)


def chosen_ids(request: KunciRequest, name: str) -> list[UUID]:
    """The ids ticked under a name; what is none counts as not ticked."""
    found = []
    for text in request.POST.getlist(name):
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def absolute(path: str) -> str:
    """A path as an address that can be sent to somebody."""
    return f"{settings.KUNCI_ADDRESS}{path}"


def phones(details: Details) -> list[Phone]:
    return [_phone(shown) for shown in details.phones]


def _phone(shown: str) -> Phone:
    digits = phone_digits(shown).partition("x")[0]
    return Phone(shown, f"+{digits}" if digits else shown, digits if len(digits) >= 9 else "")
