"""My record: mine alone, and no ranking."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse

from kunci.reveal import record as seen
from kunci.reveal.record import RecordRow
from kunci.web import words
from kunci.web.request import KunciRequest, page
from kunci.web.views.common import show


@page("GET", case="own")
def record(request: KunciRequest) -> HttpResponse:
    mine = seen.record(request.viewer, request.now)
    context = {
        "record": mine,
        "given": _rows(mine.given),
        "received": _rows(mine.received),
        "worth_given": [words.money(amount, currency) for currency, amount in mine.worth_given],
        "worth_received": [words.money(amount, currency) for currency, amount in mine.worth_received],
    }
    return show(request, "record", context)


def _rows(rows: Iterable[RecordRow]) -> list[dict[str, object]]:
    return [
        {
            "row": row,
            "my_came": words.came(row.mine.came, row.mine.amount, row.mine.currency) if row.mine else "",
            "their_came": words.came(row.theirs.came, row.theirs.amount, row.theirs.currency) if row.theirs else "",
        }
        for row in rows
    ]
