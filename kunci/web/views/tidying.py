"""Many keys at once: what is ticked, or all that the list shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kunci.actions import keyring, tidying
from kunci.actions.keyring import HintText
from kunci.actions.verb import Act, Done, Refused
from kunci.core.hints import propose
from kunci.reveal import finding
from kunci.reveal import keyring as seen
from kunci.web import words
from kunci.web.request import KunciRequest, act, page, reading
from kunci.web.views.common import chosen_ids, complain, offer_undo, say, show
from kunci.web.views.keyring import asked_for, card_of

NAMED = 20
REMEMBERED = 500  # keys of the last step, for taking it back
BACK = {"tag": "untag", "untag": "tag", "archive": "bring_back", "bring_back": "archive"}


@page("POST", case="own")
def tidy(request: KunciRequest) -> HttpResponse:
    """Does one thing to many keys; deleting is asked about once more first."""
    what, query = request.POST.get("what", ""), QueryDict(request.POST.get("query", ""))
    back = f"{reverse('keyring')}?{query.urlencode()}" if query else reverse("keyring")
    with reading(request):
        keys = _chosen(request, query)
        if not keys:
            complain(request, Refused("nothing_chosen"))
            return redirect(back)
        if what in ("drop", "close", "archive") and "sure" not in request.POST and (what == "drop" or len(keys) > 1):
            names = finding.names(request.viewer, request.now, keys, NAMED)
            context = {
                "what": what, "keys": keys, "names": names, "more": len(keys) - len(names), "query": query.urlencode(),
                "all": "all" in request.POST, "back": back,
            }  # fmt: skip
            return show(request, "tidy", context)
    try:
        done = _do(what, act(request), keys, request.POST.get("tag", ""), request)
    except Refused as refused:
        complain(request, refused)
        return redirect(back)
    _tell(request, what, done, keys)
    return redirect(reverse("keyring") if what == "drop" else back)


@page("POST", case="own")
def tidy_undo(request: KunciRequest) -> HttpResponse:
    """Takes the last step on many keys back."""
    last = request.session.pop("tidied", None)
    if last is not None:
        keys = [UUID(one) for one in last["keys"]]
        _do(BACK[last["what"]], act(request), keys, last["tag"], request)
        say(request, _("Dikembalikan seperti semula."))
    return redirect("keyring")


def _chosen(request: KunciRequest, query: QueryDict) -> list[UUID]:
    """What is ticked, or everything that the list it was ticked in shows."""
    if "all" in request.POST:
        return finding.ids(request.viewer, request.now, asked_for(query))
    return chosen_ids(request, "key")


def _do(what: str, act: Act, keys: Sequence[UUID], tag: str, request: KunciRequest) -> Done:
    ways: dict[str, Callable[[], Done]] = {
        "tag": lambda: tidying.tag(act, keys, tag),
        "untag": lambda: tidying.untag(act, keys, tag),
        "archive": lambda: tidying.archive(act, keys),
        "bring_back": lambda: tidying.bring_back(act, keys),
        "close": lambda: tidying.close(act, keys),
        "drop": lambda: tidying.drop(act, keys),
        "make": lambda: keyring.make_keys(act, _proposals(request, keys)),
    }
    if what not in ways:
        raise Refused("what")
    return ways[what]()


def _proposals(request: KunciRequest, keys: Sequence[UUID]) -> list[tuple[UUID, HintText]]:
    """A hint for each contact of which enough is known; the others stay contacts."""
    found = []
    for contact in seen.contacts(request.viewer, request.now, keys):
        hint = words.proposed(propose(card_of(contact)))
        if hint["role"] or hint["sector"]:
            found.append((contact.id, HintText(**hint)))
    return found


def _tell(request: KunciRequest, what: str, done: Done, keys: Sequence[UUID]) -> None:
    n = cast(int, done.detail["count"])
    sentence = words.tidied(what, n, str(done.detail.get("tag", "")))
    if what not in BACK or not n or len(keys) > REMEMBERED:
        say(request, sentence)
        return
    changed = done.detail.get("keys") or [str(one) for one in keys]
    request.session["tidied"] = {"what": what, "keys": changed, "tag": done.detail.get("tag", "")}
    offer_undo(request, sentence, reverse("tidy_undo"))
