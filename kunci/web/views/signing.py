"""Coming in by a code from a mail, by a passkey, or by a recovery code."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import codes, passkeys, recovery
from kunci.web.entering import enter
from kunci.web.forms import CodeForm, RecoveryForm
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import show


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
    try:
        credential = json.loads(request.POST.get("credential", ""))
    except ValueError:
        credential = None
    account = passkeys.sign_in(credential, request.now) if isinstance(credential, dict) else None
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
