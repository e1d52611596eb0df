"""What a mediator's word carries, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kunci.core.standing import Measure


def carried_lines(measures: Iterable[Measure]) -> list[str]:
    """What a mediator's word stands in for, a sentence each."""
    sentences = {
        Measure.TRUST: _("bahwa ia menepati janji"),
        Measure.CONFIDENCE: _("bahwa ia mengerjakannya dengan baik"),
    }
    return [sentences[one] for one in measures]
