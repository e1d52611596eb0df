"""Another e-mail address: asked for, waited for, confirmed, left; and stopped by whoever reads the one before."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kunci.actions import addresses
from kunci.actions.verb import Refused
from kunci.reveal import signing
from kunci.web import proof
from kunci.web.forms import AddressForm
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import complain, refuse, say, show


@page("GET", "POST", case="own")
def address(request: KunciRequest) -> HttpResponse:
    """The same answer whoever else has the address."""
    form = AddressForm(proof.typed(request, "address") or None)
    if request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            email = form.cleaned_data["email"]
            if not proof.fresh(request):
                return proof.first(request, "address", email=email)
            try:
                addresses.ask(act(request), email, settings.KUNCI_ADDRESS)
                say(request, _("Kode sedang dikirim ke alamat yang baru."))
                return redirect("profile")
            except Refused as refused:
                refuse(form, refused)
    waiting = signing.waiting_address(request.viewer, request.now)
    return show(request, "address", {"form": form, "email": request.account.email, "waiting": waiting})


@page("POST", case="own")
def address_confirm(request: KunciRequest) -> HttpResponse:
    try:
        addresses.confirm(act(request), request.POST.get("code", ""), settings.KUNCI_ADDRESS)
        say(request, _("Alamat e-mail diganti. Mulai sekarang surat datang ke alamat yang baru."))
    except Refused as refused:
        complain(request, refused)
    return redirect("profile")


@page("POST", case="own")
def address_again(request: KunciRequest) -> HttpResponse:
    try:
        addresses.again(act(request), settings.KUNCI_ADDRESS)
        say(request, _("Kode baru sedang dikirim. Kode yang lama tidak berlaku lagi."))
    except Refused as refused:
        complain(request, refused)
    return redirect("profile")


@page("POST", case="own")
def address_leave(request: KunciRequest) -> HttpResponse:
    addresses.leave(act(request))
    say(request, _("Alamat e-mail Anda tetap seperti semula."))
    return redirect("profile")


@page("GET", "POST", case="address_stop", member=False)
def address_stop(request: KunciRequest, token: str) -> HttpResponse:
    """The page has a button: a mail scanner that follows links stops nothing."""
    change = addresses.stoppable(token, request.now)
    if change is None or (request.method == "POST" and not addresses.stop(change, request.now)):
        return show(request, "error", {"kind": "link"}, status=404)
    return show(request, "address_stopped" if request.method == "POST" else "address_stop", {"token": token})
