"""The surfaces of doors that members look for: see surfaces.py."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from tests.secrecy.surfaces import CURSOR, Ask, Known, case, get, post

# Word for word what a key says that some of these worlds hide.
WANT: dict[str, object] = {"text": "Direktur tambang, Manado", "why": "Kami memasok linen.", "rung": "2", "days": "90"}


@case("wants")
def _wants(known: Known, _: UUID) -> list[Ask]:
    queries = ("", "?show=aside", f"?rung=1&partner={known.first('partner')}", f"?after={CURSOR}")
    return [get("wants", query=query) for query in queries]


@case("want_new")
def _want_new(known: Known, id: UUID) -> list[Ask]:
    path = reverse("want_new")
    named = {**WANT, "rung": "0", "named": [str(one) for one in known.ids.get("partner", [])]}
    return [
        get("want_new"),
        Ask("want_new", path, dict(WANT), follow=True),
        Ask("want_new", path, named, follow=True),
        post("want_new", text="x", rung="9", days="9999"),
        post("want_new", **{**WANT, "named": str(id)}),
    ]


@case("want", "own_want")
def _want(known: Known, id: UUID) -> list[Ask]:
    return [get("want", id)]


@case("want_change", "own_want")
def _want_change(known: Known, id: UUID) -> list[Ask]:
    path = reverse("want_change", args=[id])
    return [
        get("want_change", id),
        Ask("want_change", path, {**WANT, "rung": "1", "travels": "yes"}, follow=True),
    ]


@case("want_relay", "heard_want")
def _want_relay(known: Known, id: UUID) -> list[Ask]:
    path = reverse("want_relay", args=[id])
    return [
        get("want_relay", id),
        Ask("want_relay", path, {**WANT, "text": "Siapa kenal direktur?", "travels": "yes"}, follow=True),
        Ask("want_relay", path, {**WANT, "rung": "0", "named": [str(one) for one in known.ids.get("partner", [])]}),
    ]


@case("want_extend", "own_want")
def _want_extend(known: Known, id: UUID) -> list[Ask]:
    path = reverse("want_extend", args=[id])
    return [Ask("want_extend", path, {"days": "180"}, follow=True)]


@case("want_close", "own_want")
def _want_close(known: Known, id: UUID) -> list[Ask]:
    path = reverse("want_close", args=[id])
    partners = [str(one) for one in known.ids.get("partner", [])]
    said: list[dict[str, object]] = [{"helper": partners[:1], "words": "Terima kasih"}, {"helper": partners}]
    return [get("want_close", id), *(Ask("want_close", path, one, follow=True) for one in said)]


@case("want_reopen", "own_want")
def _want_reopen(known: Known, id: UUID) -> list[Ask]:
    return [Ask("want_reopen", reverse("want_reopen", args=[id]), {}, follow=True)]


@case("want_thanks", "thanks")
def _want_thanks(known: Known, id: UUID) -> list[Ask]:
    return [get("want_thanks", id)]


@case("heard_want", "heard_want")
def _heard_want(known: Known, id: UUID) -> list[Ask]:
    return [get("heard_want", id), get("heard_want", id, query="?q=a")]


@case("heard_want_do", "heard_want")
def _heard_want_do(known: Known, id: UUID) -> list[Ask]:
    path, mine = reverse("heard_want_do", args=[id]), str(known.first("own_key"))
    said: list[dict[str, object]] = [{"do": one, "key": mine} for one in ("aside", "no_match", "?")]
    return [Ask("heard_want_do", path, one, follow=True) for one in said]


@case("heard_want_do", "own_key")
def _no_match_key(known: Known, id: UUID) -> list[Ask]:
    path = reverse("heard_want_do", args=[known.first("heard_want")])
    return [Ask("heard_want_do", path, {"do": "no_match", "key": str(id)}, follow=True)]


@case("want_match_again", "heard_want")
def _match_again(known: Known, id: UUID) -> list[Ask]:
    path = reverse("want_match_again", args=[id, known.first("own_key")])
    return [Ask("want_match_again", path, {}, follow=True)]


@case("want_match_again", "own_key")
def _match_again_key(known: Known, id: UUID) -> list[Ask]:
    path = reverse("want_match_again", args=[known.first("heard_want"), id])
    return [Ask("want_match_again", path, {}, follow=True)]


@case("want_offer", "heard_want")
def _want_offer(known: Known, id: UUID) -> list[Ask]:
    key = known.first("own_key")
    path = reverse("want_offer", args=[id, key])
    return [
        get("want_offer", id, key),
        Ask("want_offer", path, {"sentence": "Ini.", "line": "Direktur tambang"}, follow=True),
    ]


@case("want_offer", "own_key")
def _want_offer_key(known: Known, id: UUID) -> list[Ask]:
    return [post("want_offer", known.first("heard_want"), id, sentence="Ini.", line="Pintu")]


@case("want_mute", "partner")
def _want_mute(known: Known, id: UUID) -> list[Ask]:
    return [Ask("want_mute", reverse("want_mute", args=[id]), {}, follow=True)]
