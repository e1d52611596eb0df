"""Coming in by a code from a mail, by a passkey, or by a recovery code; and showing by one of them who is there."""

from __future__ import annotations

import json
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import codes, mail, passkeys, recovery
from kunci.actions.accounts import Account
from kunci.reveal import signing
from kunci.web import proof
from kunci.web.entering import enter
from kunci.web.forms import CodeForm, RecoveryForm
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import say, show


@page("GET", "POST", case="sign_in_code", member=False)
def sign_in_code(request: KunciRequest) -> HttpResponse:
    """The code from the mail, good in the session that asked for it. Every miss gets the same sentence."""
    ask = request.session.get("sign_in_ask")
    if not isinstance(ask, str):
        return redirect("welcome")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        account = codes.take(UUID(hex=ask), form.cleaned_data["code"], request.now)
        if account is not None:
            enter(request, account)
            return redirect("today")
        form.add_error(None, _("Kode itu tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta yang baru."))
    return show(request, "sign_in_sent", {"form": form})


@page("POST", case="sign_in_passkey", member=False)
def sign_in_passkey_begin(request: KunciRequest) -> HttpResponse:
    """The challenge, for the script of the front page."""
    return JsonResponse(passkeys.begin_sign_in())


@page("POST", case="sign_in_passkey", member=False)
def sign_in_passkey(request: KunciRequest) -> HttpResponse:
    account = _by_passkey(request)
    if account is None:
        return show(request, "error", {"kind": "passkey"}, status=403)
    enter(request, account)
    return redirect("today")


@page("GET", "POST", case="sign_in_recovery", member=False)
def sign_in_recovery(request: KunciRequest) -> HttpResponse:
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        account = recovery.sign_in(form.cleaned_data["email"], form.cleaned_data["code"], request.now)
        if account is not None:
            enter(request, account)
            return redirect("recovery")
        form.add_error(None, _("Alamat dan kode itu tidak cocok, atau kodenya sudah pernah dipakai."))
    return show(request, "sign_in_recovery", {"form": form})


@page("GET", "POST", case="prove")
def prove(request: KunciRequest) -> HttpResponse:
    """Before something that could be turned against its owner: is it them, or an open browser?"""
    account = cast(Account, request.user)
    if request.POST.get("do") == "send" and account.email:
        request.session["proof_ask"] = mail.post_proof(account, request.now).hex
        return redirect("prove")
    by_recovery = request.POST.get("do") == "recovery"
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        if recovery.prove(account, typed, request.now) if by_recovery else _by_code(request, typed):
            return _proved(request)
        form.add_error(None, _("Kode itu tidak cocok atau sudah lewat waktunya. Periksa lagi, atau minta yang baru."))
    codes_left = signing.recovery_codes(request.viewer)
    context = {
        "form": form,
        "by_recovery": by_recovery,
        "email": account.email,
        "sent": "proof_ask" in request.session,
        "passkeys": passkeys.possible(request.get_host()) and bool(signing.passkeys(request.viewer)),
        "recovery": codes_left is not None and codes_left.left > 0,
    }
    return show(request, "prove", context)


@page("POST", case="prove")
def prove_passkey(request: KunciRequest) -> HttpResponse:
    account = _by_passkey(request)
    if account is not None and account.id == request.viewer:
        return _proved(request)
    messages.error(request, _("Kunci sandi itu bukan milik akun ini. Coba yang lain, atau pakai kode."))
    return redirect("prove")


def _proved(request: KunciRequest) -> HttpResponse:
    proof.given(request)
    say(request, _("Terima kasih. Silakan lanjutkan."))
    return proof.go_on(request, "settings")


def _by_code(request: KunciRequest, typed: str) -> bool:
    ask = request.session.get("proof_ask")
    account = codes.take(UUID(hex=ask), typed, request.now) if isinstance(ask, str) else None
    return account is not None and account.id == request.viewer


def _by_passkey(request: KunciRequest) -> Account | None:
    try:
        credential = json.loads(request.POST.get("credential", ""))
    except ValueError:
        return None
    return passkeys.sign_in(credential, request.now) if isinstance(credential, dict) else None
