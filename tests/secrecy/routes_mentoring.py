"""The rows of the table of routes (test_routes.py) for mentors: Sari accompanies Budi, who shows her a draft, and
offered it to Ratna."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kunci.actions import mentoring
from kunci.actions.exchanges import Words
from kunci.core.mentoring import Role
from kunci.models.viewer import member
from tests.cast import ADDRESS
from tests.secrecy.knowledge import knowledge
from tests.secrecy.verbs_mentoring import SENTENCES, accompany
from tests.secrecy.viewers import subject
from tests.secrecy.worlds import World

TABLE = """
GET    mentors             -           302     200      200     200     200     200
GET    mentor_new          sari        302     404      200     200     200     404
POST   mentor_new          sari        302     404      200     200     302     404
GET    mentor              mentorship  302     404      404     200     200     200
POST   mentor_answer       mentoring   302     404      302     404     404     404
GET    mentor_end          mentorship  302     302      302     302     302     302
POST   mentor_end          mentorship  302     404      404     302     200     302
GET    draft_new           other       302     302      302     302     302     302
POST   draft_new           other       302     404      404     302     404     404
GET    draft               draft       302     404      404     200     200     404
POST   draft               draft       302     404      404     302     302     404
GET    draft_read          draft       302     404      404     404     404     200
POST   draft_read          draft       302     404      404     404     404     302
"""
DATA: dict[str, Mapping[str, object]] = {
    "mentor_new": {"words": "Boleh?", "role": "newcomer"},
    "mentor_answer": {"answer": "leave"},
    "draft_new": {"sentence": "Boleh?"},
    "draft": {"sentence": "Boleh?", "do": "save"},
    "draft_read": {"words": "Lebih pendek."},
}


def about(world: World) -> dict[str, tuple[object, ...]]:
    """What the addresses of these rows are about."""
    agreed, _ = accompany(world, world.budi, world.sari, "agree")
    asked = UUID(knowledge(member(world.budi), world.now).of("request")[0]["key"])
    shown = mentoring.write(world.act(world.budi), asked, Words(SENTENCES[0]), ADDRESS)
    offered = mentoring.propose(world.act(world.sari), world.ratna, Role.MENTOR, "Boleh?", ADDRESS)
    return {"mentorship": (agreed,), "mentoring": (subject(offered),), "draft": (subject(shown),)}
