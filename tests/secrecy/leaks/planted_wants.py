"""Leaks of doors that members look for, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.actions import wants as actions
from kunci.actions.verb import Refused
from kunci.core.wants import alike
from kunci.reveal import heard_wants, wants
from kunci.reveal.heard_wants import WantRow
from kunci.reveal.pages import Page
from kunci.reveal.wants import OwnWant, WholeWant
from tests.secrecy.leaks.planted import leak, peek
from tests.secrecy.stage import everything_seen, execute


@leak("holder")
def an_author_sees_how_many_let_their_want_be() -> Iterator[None]:
    """Kindly meant: it would spare them the waiting."""
    right = wants.want

    def leaking(viewer: UUID, now: Any, id: UUID) -> WholeWant | None:
        found = right(viewer, now, id)
        away = (
            "select (select count(*) from vault.want_aside where want = %s) "
            "+ (select count(*) from vault.want_muted where author = %s)"
        )
        return found and replace(
            found, want=replace(found.want, why=f"{found.want.why} ({peek(away, id, viewer)} dibiarkan)")
        )

    with patch.object(wants, "want", leaking):
        yield


@leak("trusted")
def an_author_is_told_that_somebody_holds_what_they_look_for() -> Iterator[None]:
    right = wants.wants

    def leaking(*args: Any, **kwargs: Any) -> tuple[OwnWant, ...]:
        held = "select count(*) from vault.face where kind = 'hint' and line = %s"
        return tuple(
            replace(one, text=one.text + ("!" if peek(held, one.text) else "")) for one in right(*args, **kwargs)
        )

    with patch.object(wants, "wants", leaking):
        yield


@leak("half")
def the_list_of_wants_ends_where_all_of_them_would() -> Iterator[None]:
    """A page that promises another, counted before the row rules."""
    right = heard_wants.heard

    def leaking(*args: Any, **kwargs: Any) -> Page[WantRow]:
        page = right(*args, **kwargs)
        more = peek("select count(*) from vault.want where closed_at is null and member <> %s", args[0])
        return Page(page.rows, page.older or ("lagi" if more > len(page.rows) else ""))

    with patch.object(heard_wants, "heard", leaking):
        yield


@leak("half")
def a_near_copy_of_anybodys_want_is_refused() -> Iterator[None]:
    """Tidy: no two would look for the same door. And it tells each of the other."""
    right = actions._checked

    def leaking(*args: Any, **kwargs: Any) -> Any:
        said = right(*args, **kwargs)
        with everything_seen():
            texts = execute("select text from vault.want where closed_at is null and member <> %s", [args[0].member])
        if any(alike(text, said.text) for (text,) in texts):
            raise Refused("want_alike", text=said.text)
        return said

    with patch.object(actions, "_checked", leaking):
        yield
