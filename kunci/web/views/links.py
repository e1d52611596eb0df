"""Pages for people without an account: an invited person, and a contact who is asked for consent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from kunci.actions import consents, invitations
from kunci.actions.accounts import LANGUAGES
from kunci.actions.verb import Refused
from kunci.reveal import links, people
from kunci.reveal.links import ConsentView
from kunci.reveal.people import Person
from kunci.web.entering import enter
from kunci.web.forms import FeltForm, JoinForm
from kunci.web.request import KunciRequest, page, reading
from kunci.web.views.common import refuse, say, show


@page("GET", "POST", case="join", member=False)
def join(request: KunciRequest, token: str) -> HttpResponse:
    """A page with a form: opening the link does not use it up."""
    link = links.invited(token)
    shown = links.invitation(link, request.now) if link else None
    if link is None or shown is None:
        return show(request, "error", {"kind": "link"}, status=404)
    if request.account.is_authenticated:
        return _join_as_member(request, token)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        form = JoinForm(initial={"name": shown.name, "language": translation.get_language()})
    elif form.is_valid():
        said = form.cleaned_data
        try:
            account = invitations.join(link, said["name"], said["email"], said["language"], request.now)
            enter(request, account)
            return redirect("circle", shown.circle) if shown.circle else redirect("today")
        except Refused as refused:
            refuse(form, refused)
    inviter = Person(shown.inviter, shown.inviter_name, "", "")
    context = {"inviter": inviter, "note": shown.note, "form": form, "token": token, "circle": shown.circle_name}
    return show(request, "join", context)


@page("GET", "POST", case="consent", member=False)
def consent(request: KunciRequest, token: str) -> HttpResponse:
    """In the contact's language. Only the button answers: whoever merely opens the link has said nothing."""
    link = links.contact(token)
    shown = links.consent(link, request.now) if link else None
    if link is None or shown is None:
        return show(request, "consent_gone", {}, status=404)
    with _in_their_language(request, shown) as language:
        if request.method != "POST":
            return _consent_page(request, token, shown, FeltForm())
        answer = request.POST.get("answer", "")
        try:
            consents.answer_consent(link, answer, request.now, settings.KUNCI_ADDRESS, language)
        except Refused:
            return _consent_page(request, token, shown, FeltForm())
        return show(request, "consent_done", {"answer": answer, "holder": shown.holder_name, "token": token})


@page("GET", "POST", case="consent", member=False)
def consent_tell(request: KunciRequest, token: str) -> HttpResponse:
    """What the contact felt, once in each round; nobody but the holder reads it."""
    link = links.contact(token)
    shown = links.consent(link, request.now) if link else None
    if link is None or shown is None:
        return show(request, "consent_gone", {}, status=404)
    if request.method != "POST":
        return redirect("consent", token)
    with _in_their_language(request, shown):
        form = FeltForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            try:
                consents.tell(link, shown.round or 1, said["verdict"], said["came"], said["words"], request.now)
                return show(request, "consent_done", {"answer": "told", "holder": shown.holder_name, "token": token})
            except Refused as refused:
                refuse(form, refused)
        return _consent_page(request, token, shown, form)


@contextmanager
def _in_their_language(request: KunciRequest, shown: ConsentView) -> Iterator[str]:
    language = request.GET.get("language", shown.language)
    with translation.override(language if language in LANGUAGES else shown.language):
        request.LANGUAGE_CODE = translation.get_language()
        yield request.LANGUAGE_CODE


def _join_as_member(request: KunciRequest, token: str) -> HttpResponse:
    """Whoever is already a member and accepts only comes to know the inviter, and comes into the circle if it leads
    into one."""
    link = links.invited(token)
    with reading(request):
        request.me = people.me(request.viewer, request.now)
    shown = links.invitation(link, request.now) if link else None
    if link is None or shown is None or request.me is None:
        return show(request, "error", {"kind": "link"}, status=404)
    if request.method == "POST":
        if invitations.accept(link, request.viewer, request.me.name, request.now) is None:
            return show(request, "error", {"kind": "link"}, status=404)
        if shown.circle:
            return redirect("circle", shown.circle)
        say(request, _("Kini Anda berdua saling kenal di Kunci."))
        return redirect("partners")
    inviter = Person(shown.inviter, shown.inviter_name, "", "")
    context = {"inviter": inviter, "note": shown.note, "form": None, "token": token, "member": True}
    context["circle"] = shown.circle_name
    return show(request, "join", context)


def _consent_page(request: KunciRequest, token: str, shown: ConsentView, form: FeltForm) -> HttpResponse:
    known: list[str] = [shown.contact_name, shown.title, shown.organisation]
    who = ", ".join(part for part in known if part)
    kept = [_("siapa Anda: %(name)s") % {"name": who}] if who else []
    kept += [_("petunjuk tanpa nama: %(line)s") % {"line": shown.hint_line}] if shown.hint_line else []
    kept += [_("nomor telepon: %(value)s") % {"value": value} for value in shown.kept.phones]
    kept += [_("alamat e-mail: %(value)s") % {"value": value} for value in shown.kept.emails]
    kept += [_("alamat: %(value)s") % {"value": value} for value in shown.kept.addresses]
    context = {
        "holder": shown.holder_name,
        "asker": {
            "name": shown.asker_name or _("Mantan anggota"),
            "trade": shown.asker_trade,
            "city": shown.asker_city,
        },
        "contact": shown.contact_name,
        "sentence": shown.sentence,
        "why": shown.why,
        "by_when": shown.by_when,
        "card": shown.card,
        "kept": kept,
        "expires_at": shown.expires_at,
        "over": shown.expires_at <= request.now,
        "answer": shown.answer,
        "handed": shown.handed_at is not None,
        "round": shown.round,
        "tell_until": shown.tell_until,
        "told": [shown.told[number] for number in sorted(shown.told)],
        "form": form,
        "token": token,
    }
    return show(request, "consent", context)
