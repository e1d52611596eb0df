"""Leaks of what a pass holds besides letting somebody in, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

from django.http import HttpRequest, HttpResponse

from kunci.web.middleware import PrivateByDefault
from tests.secrecy.leaks.planted import leak, peek


@leak("half")
def a_header_made_from_the_ends_of_passes() -> Iterator[None]:
    right = PrivateByDefault.__call__

    def leaking(self: PrivateByDefault, request: HttpRequest) -> HttpResponse:
        response = right(self, request)
        response.headers["ETag"] = f'"{peek("select md5(max(known_until)::text) from vault.pass")}"'
        return response

    with patch.object(PrivateByDefault, "__call__", leaking):
        yield
