"""Coming in, going out, and what I say of myself."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kunci.actions import accounts, mail, sessions
from kunci.actions.accounts import Account
from kunci.actions.verb import Refused
from kunci.reveal import people, signing
from kunci.web import proof
from kunci.web.entering import enter
from kunci.web.forms import CodeForm, FirstProfileForm, ProfileForm, SignInForm
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import refuse, say, show


@page("GET", case="public", member=False)
def welcome(request: KunciRequest) -> HttpResponse:
    if request.account.is_authenticated:
        return redirect("today")
    return show(request, "welcome", {"form": SignInForm()})


@page("POST", case="sign_in", member=False)
def sign_in(request: KunciRequest) -> HttpResponse:
    """The same answer whoever has the address; whether anybody does is looked up when the mail is delivered."""
    form = SignInForm(request.POST)
    if not form.is_valid():
        return show(request, "welcome", {"form": form})
    ask = mail.post_sign_in(form.cleaned_data["email"], translation.get_language() or "id", request.now)
    request.session["sign_in_ask"] = ask.hex
    return show(request, "sign_in_sent", {"form": CodeForm()})


@page("GET", "POST", case="sign_in_link", member=False)
def sign_in_link(request: KunciRequest, token: str) -> HttpResponse:
    """The page has a button, so that a mail scanner that follows links does not use the link up."""
    account = accounts.account_of_link(token)
    if account is None:
        return show(request, "error", {"kind": "link"}, status=404)
    if request.method != "POST":
        return show(request, "sign_in_confirm", {"token": token})
    if account.last_login is None:
        accounts.set_language(account, translation.get_language() or "id")
    enter(request, account)
    return proof.go_on(request, "today")


@page("POST", case="public", member=False)
def sign_out(request: KunciRequest) -> HttpResponse:
    sessions.left(request.session.session_key or "")
    logout(request)
    response = redirect("welcome")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page("POST", case="public", member=False)
def language(request: KunciRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    to = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        to = "/"
    response = redirect(to)
    if chosen in accounts.LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86400,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
        if request.account.is_authenticated:
            accounts.set_language(cast(Account, request.user), chosen)
    return response


@page("GET", "POST", case="own", member=False)
def profile(request: KunciRequest) -> HttpResponse:
    if not request.account.is_authenticated:
        return redirect("welcome")
    with reading(request):
        request.me = me = people.me(request.viewer, request.now)
    if me is None:
        return _first_profile(request)
    form = ProfileForm({"name": me.name, "trade": me.trade, "city": me.city})
    if request.method == "POST":
        form = ProfileForm(request.POST)
        if form.is_valid() and _keep(request, form):
            return redirect("profile")
    waiting = signing.waiting_address(request.viewer, request.now)
    return show(request, "profile", {"form": form, "email": request.account.email, "waiting": waiting})


def _first_profile(request: KunciRequest) -> HttpResponse:
    """Of whoever founds this Kunci: nobody else has an account and no profile."""
    form = FirstProfileForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said, account = form.cleaned_data, cast(Account, request.user)
        try:
            if accounts.found(account, said["name"], said["trade"], said["city"], said["email"], request.now):
                return redirect("today")
            form.add_error(None, _("Kunci ini sudah punya anggota pertama. Masuklah lewat undangan."))
        except Refused as refused:
            refuse(form, refused)
    return show(request, "profile", {"form": form, "first": True})


def _keep(request: KunciRequest, form: ProfileForm) -> bool:
    said = form.cleaned_data
    try:
        accounts.set_profile(act(request), said["name"], said["trade"], said["city"])
    except Refused as refused:
        refuse(form, refused)
        return False
    say(request, _("Profil disimpan."))
    return True
