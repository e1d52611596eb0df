"""The demonstration: sign in as one of the fictional people, and see the mails that would have been sent."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from kunci.actions import demonstration
from kunci.reveal.demonstration import mails
from kunci.web.entering import enter
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import found, show


@page("GET", "POST", case="demo", member=False)
def demo(request: KunciRequest) -> HttpResponse:
    if not settings.KUNCI_DEMO:
        found(None)
    if request.method == "POST":
        account = demonstration.account(request.POST.get("member", ""))
        enter(request, found(account))
        return redirect("today")
    return show(request, "demo", {"people": demonstration.PEOPLE, "others": demonstration.OTHERS})


@page("GET", case="demo", member=False)
def demo_mail(request: KunciRequest) -> HttpResponse:
    if not settings.KUNCI_DEMO:
        found(None)
    return show(request, "demo_mail", {"mails": mails(settings.KUNCI_MAIL_FOLDER)})
