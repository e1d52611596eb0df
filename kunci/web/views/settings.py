"""Language, clock, appearance, mails; passkeys, recovery codes, and where I am signed in."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.conf import settings as conf
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kunci.actions import accounts
from kunci.actions import passkeys as keeping
from kunci.actions import push as ringing
from kunci.actions import recovery as codes
from kunci.actions import sessions as ending
from kunci.actions.accounts import Account
from kunci.actions.verb import Refused
from kunci.reveal import signing
from kunci.web import browsers, labels, proof
from kunci.web.forms import PasskeyForm, SettingsForm
from kunci.web.request import KunciRequest, act, page
from kunci.web.views.common import complain, say, show


@page("GET", "POST", case="own")
def settings(request: KunciRequest) -> HttpResponse:
    account = cast(Account, request.user)
    form = SettingsForm(request.POST)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        accounts.set_language(account, said["language"])
        accounts.set_timezone(account, said["timezone"])
        accounts.set_appearance(account, said["appearance"])
        accounts.set_notices(account, said["notices"])
        accounts.set_shown(account, said["shown"])
        accounts.set_quiet(account, said["quiet_from"], said["quiet_until"])
        with translation.override(account.language):
            say(request, _("Pengaturan disimpan."))
        return redirect("settings")
    wanted, shown = accounts.wanted_notices(account), accounts.shown(account.hidden)
    context = {
        "account": account,
        "notices": [(kind, labels.LETTERS[kind], kind in wanted) for kind in accounts.LETTERS],
        "shown": [(kind, labels.SHOWN[kind], kind in shown) for kind in accounts.SHOWN],
        "quiet": [
            ("quiet_from", _("Dari"), account.quiet_from),
            ("quiet_until", _("Sampai"), account.quiet_until),
        ],
        "hours": [(hour, f"{hour:02}.00") for hour in accounts.HOURS],
        "passkeys": len(signing.passkeys(request.viewer)),
        "codes": signing.recovery_codes(request.viewer),
        "sessions": len(_sessions(request)),
    }
    return show(request, "settings", context)


@page("GET", "POST", case="own")
def passkeys(request: KunciRequest) -> HttpResponse:
    """The list, and (POST) one more, which only a script can make."""
    form = PasskeyForm(request.POST)
    if request.method == "POST":
        if not proof.fresh(request):
            return proof.first(request, "passkeys", name=request.POST.get("name", ""))
        try:
            if not form.is_valid():
                raise Refused("name_missing" if "name" in form.errors else "passkey")
            keeping.add(act(request), form.cleaned_data["name"], form.cleaned_data["credential"])
            say(request, _("Kunci sandi disimpan. Lain kali Anda bisa masuk dengannya."))
        except Refused as refused:
            complain(request, refused)
        return redirect("passkeys")
    rows = signing.passkeys(request.viewer)
    context = {
        "rows": rows,
        "possible": keeping.possible(request.get_host()),
        "name": proof.typed(request, "passkeys").get("name", ""),
    }
    return show(request, "passkeys", context)


@page("POST", case="own")
def passkey_begin(request: KunciRequest) -> HttpResponse:
    """The challenge, for the script of the page above; 403 where it is to send the form instead (passkey.js)."""
    if not proof.fresh(request):
        return JsonResponse({}, status=403)
    return JsonResponse(keeping.begin_adding(cast(Account, request.user)))


@page("POST", case="passkey")
def passkey_rename(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        keeping.rename(act(request), id, request.POST.get("name", ""))
        say(request, _("Namanya diganti."))
    except Refused as refused:
        if refused.code == "gone":
            raise Http404 from refused
        complain(request, refused)
    return redirect("passkeys")


@page("POST", case="passkey")
def passkey_remove(request: KunciRequest, id: UUID) -> HttpResponse:
    try:
        keeping.remove(act(request), id)
    except Refused as refused:
        if refused.code == "gone":
            raise Http404 from refused
        complain(request, refused)
        return redirect("passkeys")
    say(request, _("Kunci sandi dihapus. Hapus juga dari perangkatnya, supaya tidak ditawarkan lagi."))
    return redirect("passkeys")


@page("GET", "POST", case="own")
def recovery(request: KunciRequest) -> HttpResponse:
    """How many are left; the codes themselves only in the answer to their making."""
    fresh: list[str] = []
    if request.method == "POST":
        if not proof.fresh(request):
            return proof.first(request, "recovery")
        codes.make(act(request))
        fresh = codes.codes(cast(Account, request.user), request.now)
    return show(request, "recovery", {"codes": signing.recovery_codes(request.viewer), "fresh": fresh})


@page("POST", case="own")
def recovery_file(request: KunciRequest) -> HttpResponse:
    """The codes as a file, said back by the page that shows them: they are not shown again to whoever comes later."""
    shown = request.POST.getlist("code")
    made_at = codes.made_at(cast(Account, request.user), shown)
    if made_at is None:
        complain(request, Refused("codes_over"))
        return redirect("recovery")
    day = timezone.localdate(made_at)
    page = conf.KUNCI_ADDRESS + reverse("sign_in_recovery")
    words = {"codes": shown, "day": day, "address": conf.KUNCI_ADDRESS, "page": page}
    response = HttpResponse(render_to_string("archive/recovery.txt", words), content_type="text/plain; charset=utf-8")
    name = _("kode-cadangan-kunci")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.txt"'
    return response


@page("GET", case="own")
def sessions(request: KunciRequest) -> HttpResponse:
    rows = _sessions(request)
    shown = [(row, browsers.words(row.browser)) for row in rows]
    return show(
        request,
        "sessions",
        {"rows": shown, "others": any(not row.this for row in rows), "push_key": signing.push_key()},
    )


@page("POST", case="own")
def session_push(request: KunciRequest) -> HttpResponse:
    """This browser is told when something waits, or no longer."""
    key = request.session.session_key or ""
    try:
        if request.POST.get("do") == "off":
            ringing.off(act(request), key)
            say(request, _("Peramban ini tidak dikabari lagi."))
        else:
            ringing.on(act(request), key, request.POST.get("endpoint", ""))
            say(request, _("Peramban ini dikabari kalau ada yang menunggu. Isinya tidak pernah disebut."))
    except Refused as refused:
        complain(request, refused)
    return redirect("sessions")


@page("POST", case="session")
def session_end(request: KunciRequest, id: UUID) -> HttpResponse:
    """One that is over already, or never was mine, is over as well: the answer is the same."""
    ending.end(act(request), id, request.session.session_key or "")
    say(request, _("Sesi itu diakhiri."))
    return redirect("sessions")


@page("POST", case="own")
def session_end_others(request: KunciRequest) -> HttpResponse:
    count = cast(int, ending.end_others(act(request), request.session.session_key or "").detail["count"])
    say(request, ngettext("%(n)d sesi lain diakhiri.", "%(n)d sesi lain diakhiri.", count) % {"n": count})
    return redirect("sessions")


def _sessions(request: KunciRequest) -> list[signing.MySession]:
    return signing.sessions(request.viewer, request.now, request.session.session_key or "")
