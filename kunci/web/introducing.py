"""The words that Kunci proposes to the holder: to each of the two in their own language, for the holder to edit."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kunci.actions.handovers import Letters
from kunci.reveal.deciding import Decide
from kunci.web.views.common import absolute


def draft(found: Decide, holder: str) -> Letters:
    """What the holder may send as it is. The contact reads it in the language of their consent, the asker in that of
    their ask."""
    contact = found.consent.language if found.consent else "id"
    said = {
        "ask": found.ask,
        "asker": found.asker,
        "contact": found.name,
        "card": found.card,
        "holder": holder,
        "mediator": found.mediator.person.name if found.mediator else "",
        "link": absolute(reverse("exchanges")),
    }
    subject_contact, to_contact = _letter("contact", contact, said)
    subject_asker, to_asker = _letter("asker", found.asker_language, said)
    return Letters(subject_contact, to_contact, subject_asker, to_asker)


def question(found: Decide) -> str:
    """What the holder may write to the contact above the link, in the language in which they are asked."""
    said = {"contact": found.name, "name": found.asker.name, "sentence": found.ask.sentence}
    with override(found.consent.language if found.consent else "id"):
        lines = [
            _("Halo %(contact)s, kenalan saya %(name)s ingin bertemu Anda.") % said,
            _("Alasannya: “%(sentence)s”") % said if found.ask.sentence else "",
            _("Anda boleh menjawab apa saja, atau tidak menjawab, lewat tautan ini:"),
        ]
    return "\n\n".join(line for line in lines if line)


def _letter(name: str, language: str, said: dict[str, object]) -> tuple[str, str]:
    with override(language):
        text = render_to_string(f"introduction/{name}.txt", said)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
