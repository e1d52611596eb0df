"""Leaks of what a calendar may not be asked, planted like those in planted.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from kunci.actions import calendars
from kunci.core.acquainted import Whom
from kunci.models.models import Account, Tie
from kunci.reveal import acquainted, partners
from tests.secrecy.leaks.planted import leak, peek


@leak("trusted")
def a_partner_is_known_in_a_calendar_by_their_accounts_address() -> Iterator[None]:
    """It finds more of them. And whoever asks with one address after another learns who has which."""
    right = acquainted.acquainted

    def leaking(viewer: UUID, now: Any) -> Whom:
        found = right(viewer, now)
        partners_of = list(Tie.objects.values_list("partner_id", flat=True))
        accounts = Account.objects.filter(id__in=partners_of).exclude(email="").values_list("email", "id")
        return replace(found, addresses={**found.addresses, **{email: str(id) for email, id in accounts}})

    with patch.object(calendars, "acquainted", leaking):
        yield


@leak("trusted")
def a_partner_sees_that_somebodys_calendar_tells_of_them() -> Iterator[None]:
    """Kindly meant: they could note it as well."""
    right = partners.relation
    told = "select count(*) from vault.proposed where member = %s and partner = %s"

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        return found and replace(found, partner=replace(found.partner, trade=f"{peek(told, id, viewer)}"))

    with patch.object(partners, "relation", leaking):
        yield
