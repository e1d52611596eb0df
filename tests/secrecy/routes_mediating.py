"""The rows of the table of routes (test_routes.py) for bringing two together.

Budi hears what Sari looks for and sees a key of Maya's; he has Sari's yes for what Maya looks for; and
Sari found a key of Maya's for him.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.cast import join
from tests.secrecy.verbs_first_steps import meet
from tests.secrecy.verbs_mediating import bring
from tests.secrecy.worlds import World

TABLE = """
GET    mediations          -           302     200      200     200     200     200
GET    mediate_among       travels     302     404      404     200     404     404
GET    want_relay          travels     302     404      404     200     404     404
POST   want_relay          travels     302     404      404     302     404     404
GET    mediate             pair        302     404      404     200     404     404
POST   mediate             pair        302     404      404     302     404     404
GET    mediation           mediation   302     404      404     200     200     404
POST   mediation_withdraw  mediation   302     404      404     302     302     404
POST   mediation_tell      mediation   302     404      404     302     200     404
GET    mediation_tell      mediation   302     302      302     302     302     302
GET    proposal            mediation   302     404      404     404     404     200
POST   proposal_answer     mediation   302     404      404     404     404     302
GET    brought             brought     302     404      404     200     200     404
GET    step_new            wish        302     404      404     200     404     404
POST   step_new            wish        302     404      404     302     404     404
GET    step                step        302     404      404     200     200     200
POST   step_do             step        302     404      404     302     200     302
"""
DATA: dict[str, Mapping[str, object]] = {
    "step_new": {"sentence": "Seseorang yang saya kenal."},
    "step_do": {"do": "note_asker", "sentence": "Waktu saya sempit."},
    "want_relay": {"text": "Siapa kenal juragan benang?", "rung": "2", "days": "30"},
    "mediate": {"sentence": "Seseorang yang saya jamin."},
    "mediation_tell": {"sentence": "Ia bersedia."},
    "proposal_answer": {"answer": "yes"},
}


def about(world: World) -> dict[str, tuple[object, ...]]:
    """What the addresses of these rows are about."""
    pair = bring(world, world.sari, world.budi, world.maya, "match")
    agreed = bring(world, world.maya, world.budi, world.sari, "yes")
    told = bring(world, world.budi, world.sari, world.maya, "tell")
    somebody = join(world.act(world.joko), "Dewi Anggraini", "dewi@kunci.test")
    wish = meet(world, world.sari, world.budi, somebody, "wish")
    step = meet(world, world.sari, world.budi, world.maya, "tell")
    return {
        "wish": (wish.want,),
        "step": (step.step,),
        "travels": (pair.want,),
        "pair": (pair.want, pair.key),
        "mediation": (agreed.mediation,),
        "brought": (told.mediation,),
    }
