"""The week's mail: what waits, what was promised, whom to be in touch with again; once a week, or not at all.

What others wrote is numbers in it: mail is read by others, and whose words they are reads them on the page. Names and
promises are the member's own notes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.urls import reverse

from kunci.actions import accounts, mail
from kunci.actions.letters import plain
from kunci.actions.verb import Act, step
from kunci.models.models import Account
from kunci.reveal.today import Week, week

ROUND = "weekly.round"  # the name of the job
FROM_HOUR = time(7)  # on Mondays, in the member's own time
NAMED = 8  # of each kind; the page has the others
_ROUND = UUID("8d0a6d0e-7c7e-4f54-9d0c-6b7f8a2f7f55")


def send(member: UUID, now: datetime, address: str) -> bool:
    """Writes one member's mail of this week if it is time and there is something in it. Done again it writes nothing.

    Whoever has just come waits for the next Monday; a week that an installation slept through is not made up for.
    """
    with step(Act(member, now, uuid5(_ROUND, str(member)))):
        account = Account.objects.filter(id=member, is_active=True).first()
        if account is None:
            return False  # closed meanwhile
        here = now.astimezone(ZoneInfo(account.timezone))
        monday = here.date() - timedelta(days=here.weekday())
        if account.weekly_on == monday or (here.weekday() == 0 and here.time() < FROM_HOUR):
            return False
        # Late or not, it is this moment's mail: else one that is late and the next would say the same.
        due = datetime.combine(monday, FROM_HOUR, here.tzinfo)
        new = account.weekly_on is None
        Account.objects.filter(id=member).update(weekly_on=monday)
        if new or "weekly" not in accounts.wanted_notices(account) or not account.email:
            return False
        said = _said(account, week(member, now, timedelta(days=account.horizon), due))
        if not any(said.values()):
            return False
        mail.notify("weekly", account, now, None, **said, link=address + reverse("today"))
        return True


def _said(account: Account, found: Week) -> dict[str, object]:
    """What stands in it, without what the member does without on their page."""
    shown = accounts.shown(account.hidden)
    waits = {"decide": found.decide, "tell": found.tell, "offered": found.other, "wants": found.wants}
    promises = found.due.promises if "promises" in shown else ()
    greet = [one for one in found.due.greet if one.why in shown]
    return {
        **{kind: n if kind in shown else 0 for kind, n in waits.items()},
        "promises": [replace(one, name=plain(one.name), words=plain(one.words)) for one in promises[:NAMED]],
        "greet": [replace(one, partner=replace(one.partner, name=plain(one.partner.name))) for one in greet[:NAMED]],
    }
