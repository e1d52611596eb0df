"""The referee: what a viewer may know, read from the tables by rules written a second time, without row rules.

Two worlds whose knowledge is equal must look the same; if one act in secret changes it, the act was no secret.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kunci.models.sealing import Place, Sealed, unseal
from kunci.models.viewer import Principal
from kunci.reveal.sealed import details
from tests.secrecy.kinds import IDS, Kind
from tests.secrecy.stage import everything_seen, execute

_KEY = 2 + 12 + 32 + 16

_OPEN = """
    exists (select from vault.pass p where p.viewer = %(me)s and p.holder = f.holder and (
        (f.gate = md5(f.holder || '/1')::uuid and p.known_until > %(now)s)
        or (f.gate = md5(f.holder || '/2')::uuid and p.trusted_until > %(now)s)
        or (f.gate = md5(f.holder || '/3')::uuid and p.unhesitating_until > %(now)s)))
    or exists (select from vault."grant" g where g.gate = f.gate and g.viewer = %(me)s and g.until > %(now)s and (
        g.follows is null or exists (
            select from vault.pass p where p.viewer = %(me)s and p.holder = g.holder and (
                (g.follows = 1 and p.known_until > %(now)s) or (g.follows = 2 and p.trusted_until > %(now)s)
                or (g.follows = 3 and p.unhesitating_until > %(now)s)))))
"""
_OPEN_WANT = _OPEN.replace("f.holder", "f.author")
_FACE = """
    select f.id, f.key, f.holder, f.kind, f.created_at, f.line, f.role, f.sector, f.seniority, f.city, f.name,
        f.title, f.organisation, case when f.holder = %(me)s then f.gate end as gate,
        case when f.holder = %(me)s then f.rung end as rung, f.sealed, f.wrapped_key
    from vault.face f
"""
_OPEN_CARD = _OPEN.replace("f.holder", "f.member")
_MEMBER = {
    "profile": "select m.id, m.name, m.trade, m.city from vault.member m where m.id = %(me)s or exists (select "
    "from vault.pass p where p.viewer = %(me)s and p.holder = m.id)",
    "account": "select a.email, a.language, a.timezone, a.appearance, a.muted, a.quiet_from, a.quiet_until, "
    "a.horizon, a.hidden "
    "from public.account a where a.id = %(me)s",
    "address_change": "select t.id, t.address, t.before, t.mailed, t.asked_at, t.confirmed_at, t.left_at, "
    "t.stopped_at from public.address_change t where t.account_id = %(me)s",
    "signed_in": "select t.id, t.browser, t.since, t.seen_at, t.push from public.signed_in t "
    "where t.account_id = %(me)s",
    "authenticator": "select t.type, t.created_at, t.last_used_at, t.data from public.mfa_authenticator t "
    "where t.user_id = %(me)s",
    "face": f"{_FACE} where f.holder = %(me)s or {_OPEN}",
    "key": "select t.* from vault.key t where t.holder = %(me)s",
    "layer": "select t.id, t.key, t.import, t.position, t.at from vault.layer t where t.holder = %(me)s",
    "mark": "select t.* from vault.mark t where t.holder = %(me)s",
    "confirmation": "select t.* from vault.confirmation t where t.asker = %(me)s",
    "question": "select t.id, t.asker, t.kind, t.happened_on, t.asked_at, t.expires_at from vault.confirmation t "
    "where t.partner = %(me)s and t.expires_at > %(now)s",
    "confirmed": "select t.* from vault.confirmed t where %(me)s in (t.asker, t.partner)",
    "put_aside": "select t.* from vault.put_aside t where t.partner = %(me)s",
    "opening": "select t.* from vault.opening t where t.holder = %(me)s",
    "apart": "select t.* from vault.apart t where t.holder = %(me)s",
    # Not what the import worked out: were that to depend on others, the pages must show it as a difference.
    "import": "select t.id, t.source, t.bytes, t.began_at from vault.import t where t.holder = %(me)s",
    "import_part": "select t.id, t.import, t.number from vault.import_part t where t.holder = %(me)s",
    "pass": "select t.* from vault.pass t where t.holder = %(me)s",
    "grant": 'select t.* from vault."grant" t where t.holder = %(me)s',
    "tie": "select t.* from vault.tie t where t.member = %(me)s",
    "evidence": "select t.* from vault.evidence t where t.member = %(me)s",
    # Whether an ask of one's own reached anybody is what its asker may not know.
    "request": "select t.id, t.key, t.holder, t.asker, t.sentence, t.why, t.by_when, t.language, t.offer, "
    "t.shown_hint, t.shown_name, t.asked_at, t.expires_at, t.withdrawn_at, t.pause_until from vault.request t "
    "where t.asker = %(me)s or t.heard_by = %(me)s",
    "request_card": "select t.request, t.asker from vault.request_card t where t.asker = %(me)s or t.heard_by = %(me)s",
    "own_card": "select t.member from vault.own_card t where t.member = %(me)s",
    "turned_away": "select t.* from vault.turned_away t where t.holder = %(me)s",
    "offer": "select t.* from vault.offer t where %(me)s in (t.holder, t.partner)",
    "offer_left": "select t.* from vault.offer_left t where t.partner = %(me)s",
    "encounter_code": "select t.* from vault.encounter_code t where t.member = %(me)s",
    "practice": "select t.* from vault.practice t where t.member = %(me)s",
    "character": "select t.* from vault.character t where t.member = %(me)s",
    "character_seen": "select f.member, f.sociable, f.calm from vault.character_face f where f.member <> %(me)s "
    f"and ({_OPEN_CARD})",
    "impression": "select t.* from vault.impression t where t.member = %(me)s",
    "guess": "select t.* from vault.guess t where t.member = %(me)s",
    "one_to_one": "select t.* from vault.one_to_one t where %(me)s in (t.proposer, t.partner)",
    "one_to_one_side": "select t.* from vault.one_to_one_side t where t.member = %(me)s",
    "promise": "select t.* from vault.promise t where t.member = %(me)s",
    "put_off": "select t.* from vault.put_off t where t.member = %(me)s",
    "ready": "select t.* from vault.ready t where t.holder = %(me)s",
    # Said to them, as long as its speaker lets them read it.
    "vouch": "select t.* from vault.vouch t where t.speaker = %(me)s or (t.hearer = %(me)s and exists (select from "
    'vault."grant" g where g.gate = t.id and g.viewer = %(me)s and g.until > %(now)s))',
    "vouch_left": "select t.* from vault.vouch_left t where t.hearer = %(me)s",
    # Not from whom it comes, if it is passed on.
    "want": "select t.id, t.member, t.text, t.why, t.by_when, t.rung, t.person, t.travels, t.may_name, t.relays, "
    "t.created_at, t.expires_at, t.closed_at from vault.want t where t.member = %(me)s",
    # Heard through whichever gate, as long as it holds.
    "heard_want": "select distinct f.want as id, f.author, f.text, f.why, f.by_when, f.person, f.travels, f.may_name, "
    "f.created_at, f.until from vault.want_face f where f.author <> %(me)s and f.until > %(now)s "
    "and %(me)s <> all (f.not_for) and (f.person is null or exists (select from vault.tie t where t.member = %(me)s "
    f"and t.partner = f.person)) and ({_OPEN_WANT})",
    "want_aside": "select t.* from vault.want_aside t where t.member = %(me)s",
    "want_no_match": "select t.* from vault.want_no_match t where t.member = %(me)s",
    "want_muted": "select t.* from vault.want_muted t where t.member = %(me)s",
    "want_thanks": "select t.* from vault.want_thanks t where %(me)s in (t.author, t.helper)",
    # A step of the other's that is not both's is in no row of theirs.
    "set_exchange": "select t.* from vault.set_exchange t where t.member = %(me)s",
    "set_own": "select t.id, t.holder, t.key, t.request from vault.set_key t where t.holder = %(me)s",
    "set_shown": "select t.id, t.holder, t.key, t.request from vault.set_key t where t.shown_to = %(me)s",
    "set_choice": "select t.* from vault.set_choice t where t.member = %(me)s",
    # Of what they proposed, a yes; of what was proposed to them, for whom it is once they may know; and what they were
    # told of. That their own is told of they know, and so that it came to a handover.
    "mediation": "select t.* from vault.mediation t where t.mediator = %(me)s",
    "mediation_yes": "select t.* from vault.mediation_yes t where %(me)s in (t.mediator, t.holder)",
    "mediation_left": "select t.* from vault.mediation_left t where t.holder = %(me)s",
    "proposal": "select t.id, t.mediator, t.key, t.shown_hint, t.sentence, t.named, t.proposed_at, t.expires_at, "
    "t.withdrawn_at, t.told_at, t.until, case when t.named or t.told_at is not null then t.asker end as asker, "
    "t.asker_name from vault.mediation t where t.holder = %(me)s",
    "brought": "select t.id, t.mediator, t.want, t.key, t.holder, t.want_text, t.shown_hint, t.words, t.told_at, "
    "t.until from vault.mediation t where t.asker = %(me)s and t.told_at is not null",
    "mediated": "select t.* from vault.mediated t where %(me)s in (t.mediator, t.holder, t.asker)",
    # When it will be over the mentor does not know, nor what the newcomer told before nobody can answer it.
    "as_newcomer": "select t.* from vault.mentorship t where t.newcomer = %(me)s",
    "as_mentor": "select t.id, t.newcomer, t.proposed_by, t.words, t.proposed_at, t.expires_at, t.withdrawn_at, "
    "t.agreed_at, t.ended_at, t.ended_by, t.farewell, case when t.until <= %(now)s then t.until end as until "
    "from vault.mentorship t where t.mentor = %(me)s",
    # Either may end it at any moment, and then reads this.
    "learnt": "select t.id, (select jsonb_agg(r.asked_at order by r.asked_at) from vault.request r "
    "where r.asker = t.newcomer and r.asked_at >= t.agreed_at and r.asked_at < least(t.until, %(now)s)) as asked, "
    "(select jsonb_agg(h.handed_at order by h.handed_at) from vault.handover h where h.asker = t.newcomer "
    "and h.handed_at >= t.agreed_at and h.handed_at < least(t.until, %(now)s)) as handed, "
    "(select jsonb_agg(o.verdict order by o.told_at, o.id) from vault.outcome o where o.teller = t.newcomer "
    "and o.round = 1 and o.told_at >= t.agreed_at and o.told_at < least(t.until, %(now)s) and o.tell_until <= %(now)s "
    "and not exists (select from vault.mediated x where x.handover = o.handover and x.mediator = t.mentor)) as told "
    "from vault.mentorship t where %(me)s in (t.newcomer, t.mentor) and %(now)s < t.until + interval '90 days'",
    "mentorship_left": "select t.* from vault.mentorship_left t where t.member = %(me)s",
    # Whoever holds an ask of theirs that runs, or is let in by them.
    "accompanied": "select a.mentorship, a.newcomer, a.mentor, a.mentor_name from vault.accompanied a join "
    "vault.mentorship m on m.id = a.mentorship where m.until > %(now)s and (a.newcomer = %(me)s or exists (select "
    "from vault.pass p where p.holder = a.newcomer and p.viewer = %(me)s and p.known_until > %(now)s) or exists ("
    "select from vault.request r where r.asker = a.newcomer and r.heard_by = %(me)s and r.expires_at > %(now)s "
    "and r.withdrawn_at is null))",
    "draft": "select t.* from vault.draft t where t.newcomer = %(me)s",
    # The words; what door, where they see it.
    "shown_draft": "select t.id, t.newcomer, t.sentence, t.why, t.by_when, t.shown_at, t.sent_at, t.mentorship, "
    "(select f.key from vault.face f where f.key = t.key and f.kind = 'hint' and (f.holder = %(me)s or "
    f"{_OPEN})) as key from vault.draft t join vault.mentorship m on m.id = t.mentorship "
    "where t.mentor = %(me)s and m.until > %(now)s",
    "mentor_note": "select t.* from vault.mentor_note t where %(me)s in (t.newcomer, t.mentor)",
    # Not what their calendar was found to tell of, as with imports: that they answered it they know.
    "calendar": "select t.id, t.added_at from vault.calendar t where t.member = %(me)s",
    "proposed": "select t.id, t.state from vault.proposed t where t.member = %(me)s and t.state <> 'waiting'",
    # Of a first step their own side of it; what either of the two says, names or agrees to, themselves and, but for
    # who has agreed, the mediator.
    "step": "select t.id, t.mediator, t.want, t.asker, t.other, t.sentence, t.named, t.proposed_at, t.expires_at, "
    "t.withdrawn_at, t.told_at, t.words, t.until, t.ended_at from vault.first_step t where t.mediator = %(me)s",
    "step_to_me": "select t.id, t.mediator, t.sentence, t.named, t.proposed_at, t.expires_at, t.withdrawn_at, "
    "t.told_at, t.until, t.ended_at, t.shown_asker, t.asker_name from vault.first_step t where t.other = %(me)s",
    "step_for_me": "select t.id, t.mediator, t.want, t.other, t.words, t.told_at, t.until, t.ended_at "
    "from vault.first_step t where t.asker = %(me)s and t.told_at is not null",
    "step_yes": "select t.* from vault.step_yes t where %(me)s in (t.other, t.mediator)",
    "step_left": "select t.* from vault.step_left t where t.other = %(me)s",
    "step_note": "select t.* from vault.step_note t where %(me)s in (t.author, t.reader)",
    "step_key": "select t.* from vault.step_key t where %(me)s in (t.holder, t.mediator)",
    "step_side": "select t.* from vault.step_side t where %(me)s in (t.member, t.mediator) "
    "or (t.partner = %(me)s and t.until is not null)",
    "step_agreed": "select t.* from vault.step_agreed t where t.member = %(me)s",
    "introduction": "select t.handover, t.by_mail from vault.introduction t where t.holder = %(me)s",
    "felt": "select t.* from vault.felt t where t.holder = %(me)s and (t.tell_until <= %(now)s or exists (select from "
    "vault.outcome o where o.teller = %(me)s and o.handover = t.handover and o.round = t.round))",
    "decision": "select t.* from vault.decision t where t.holder = %(me)s",
    "consent": "select t.* from vault.consent t where t.holder = %(me)s",
    "consent_answer": "select t.* from vault.consent_answer t where t.holder = %(me)s and t.tell_holder",
    "allowed": "select t.* from vault.allowed t where t.teller = %(me)s",
    # Not what was drawn but what should have been (verbs_repute.py).
    "repute": "select m.id, r.value ->> 0 as word from jsonb_each(coalesce(nullif("
    "current_setting('worlds.repute', true), ''), '{}')::jsonb) r "
    "join vault.member m on m.id::text = r.key and m.closed_at is null where m.id = %(me)s "
    "or exists (select from vault.pass p where p.viewer = %(me)s and p.holder = m.id)",
    "handover": "select t.* from vault.handover t where %(me)s in (t.asker, t.holder)",
    "outcome": "select t.* from vault.outcome t where t.teller = %(me)s or (t.other = %(me)s and (t.tell_until <= "
    "%(now)s or exists (select from vault.outcome o where o.teller = %(me)s and o.handover = t.handover "
    "and o.round = t.round)))",
    "invitation": "select t.* from vault.invitation t where t.inviter = %(me)s",
    "circle": "select t.id, t.name, t.founder from vault.circle t where exists (select from vault.circle_member m "
    "where m.circle = t.id and m.member = %(me)s)",
    "circle_member": "select t.circle, t.member from vault.circle_member t where exists (select from "
    "vault.circle_member m where m.circle = t.circle and m.member = %(me)s)",
    # Sealed anew each time, so only whether anything is: the pages show what.
    "invitee": "select t.id, t.circle, t.invitation, t.name, t.language, t.place, t.sent_by, t.sent_at, "
    "t.sealed is null as forgotten from vault.invitee t where t.inviter = %(me)s",
    # What they can't open stands in no line that they know of.
    "notice": "select t.* from vault.notice t where t.member = %(me)s and (exists (select from vault.request r "
    "where r.id = t.subject and %(me)s in (r.asker, r.holder) and t.kind in ('asked', 'answered', 'reminder_decide')) "
    "or exists (select from vault.offer o where o.id = t.subject and o.partner = %(me)s and t.kind = 'offered') "
    "or exists (select from vault.handover h where h.id = t.subject and %(me)s in (h.asker, h.holder) "
    "and t.kind not in ('asked', 'answered', 'offered', 'vouched', 'thanked', 'sets', 'mediate', 'mediate_yes', "
    "'brought', 'step', 'meet', 'mentor', 'mentor_yes', 'mentor_end', 'draft', 'noted', 'reminder_decide')) "
    "or exists (select from vault.one_to_one o where o.id = t.subject and %(me)s in (o.proposer, o.partner) "
    "and t.kind = 'meet') "
    "or exists (select from vault.mentorship m where m.id = t.subject and %(me)s in (m.newcomer, m.mentor) "
    "and t.kind in ('mentor', 'mentor_yes', 'mentor_end')) "
    "or exists (select from vault.draft d join vault.mentorship m on m.id = d.mentorship where d.id = t.subject and ("
    "(t.kind = 'noted' and d.newcomer = %(me)s) or (t.kind = 'draft' and d.mentor = %(me)s and m.until > %(now)s))) "
    "or exists (select from vault.set_exchange s where s.id = t.subject and s.member = %(me)s and t.kind = 'sets') "
    "or exists (select from vault.want_thanks w where w.id = t.subject and w.helper = %(me)s and t.kind = 'thanked') "
    "or exists (select from vault.mediation m where m.id = t.subject and ((m.holder = %(me)s and t.kind = 'mediate') "
    "or (m.asker = %(me)s and m.told_at is not null and t.kind = 'brought'))) "
    "or exists (select from vault.first_step f where f.id = t.subject and t.kind = 'step' and (%(me)s in (f.mediator, "
    "f.other) or (f.asker = %(me)s and f.told_at is not null))) "
    "or exists (select from vault.mediation_yes y where y.mediation = t.subject and y.mediator = %(me)s "
    "and t.kind = 'mediate_yes') "
    'or exists (select from vault.vouch v join vault."grant" g on g.gate = v.id and g.viewer = v.hearer '
    "where v.id = t.subject and v.hearer = %(me)s and g.until > %(now)s and t.kind = 'vouched'))",
    "journal": "select t.* from vault.journal t where t.member = %(me)s",
}
_LINK = {
    "c": {
        # Besides the page: whether a yes would hand over now, for a contact may know what their yes does.
        "consent": """
            select h.name, a.name as asker, a.trade, a.city, r.sentence, r.why, r.by_when, c.language, c.expires_at,
                r.withdrawn_at, exists (select from vault.request_card k where k.request = r.id) as card,
                (select jsonb_agg(to_jsonb(f) order by f.round) from vault.felt f join vault.handover o
                    on o.id = f.handover where o.request = r.id) as felt,
                (select o.handed_at from vault.handover o where o.request = r.id) as handed_at,
                (select jsonb_agg(to_jsonb(x) order by x.answered_at, x.id) from vault.consent_answer x
                    where x.consent = c.id) as answers,
                exists (select from vault.handover o where o.request = r.id) as handed,
                (select d.answer from vault.decision d where d.request = r.id
                    order by d.decided_at desc, d.answer limit 1) as stands
            from vault.consent c join vault.request r on r.id = c.request join vault.member h on h.id = c.holder
                join vault.member a on a.id = r.asker where c.id = %(me)s""",
        "face": f"{_FACE} join vault.request r on r.key = f.key join vault.consent c on c.request = r.id "
        "where c.id = %(me)s ",
    },
    "i": {
        "invitation": "select t.*, m.name as inviter_name, c.name as circle_name, exists (select from "
        "vault.circle_member x where x.circle = t.circle and x.member = t.inviter) as leads from vault.invitation t "
        "join vault.member m on m.id = t.inviter left join vault.circle c on c.id = t.circle where t.id = %(me)s",
    },
}


@dataclass(frozen=True)
class Knowledge:
    """Rows by table, as the viewer may know them; equal values mean equal knowledge."""

    rows: dict[str, list[dict[str, Any]]]

    def ids(self, kind: Kind, me: UUID | None) -> list[UUID]:
        """Ids of one kind that mean something to the viewer."""
        own = str(me)
        rows = {
            "own_key": (row["id"] for row in self.of("key")),
            "door": (row["key"] for row in self.of("face") if row["kind"] == "hint" and row["holder"] != own),
            "partner": (row["id"] for row in self.of("profile") if row["id"] != own),
            "asked": (row["id"] for row in self.of("request") if row["asker"] == own),
            "received": (row["id"] for row in self.of("request") if row["holder"] == own),
            "handover": (row["id"] for row in self.of("handover")),
            "invitation": (row["id"] for row in self.of("invitation")),
            "batch": (row["id"] for row in self.of("import")),
            "session": (row["id"] for row in self.of("signed_in")),
            "evidence": (row["id"] for row in self.of("evidence")),
            "face": (row["id"] for row in self.of("face") if row["holder"] == own),
            "question": (row["id"] for row in self.of("question")),
            "circle": (row["id"] for row in self.of("circle")),
            "notice": (row["id"] for row in self.of("notice")),
            "invitee": (row["id"] for row in self.of("invitee")),
            "offer": (row["id"] for row in self.of("offer") if row["partner"] == own),
            "said": (row["id"] for row in self.of("vouch") if row["speaker"] == own),
            "heard": (row["id"] for row in self.of("vouch") if row["hearer"] == own),
            "own_want": (row["id"] for row in self.of("want")),
            "heard_want": (row["id"] for row in self.of("heard_want")),
            "mediation": (row["id"] for row in self.of("mediation")),
            "proposal": (row["id"] for row in self.of("proposal")),
            "brought": (row["id"] for row in self.of("brought")),
            "mentorship": (row["id"] for side in ("as_newcomer", "as_mentor") for row in self.of(side)),
            "draft": (row["id"] for row in self.of("draft")),
            "shown_draft": (row["id"] for row in self.of("shown_draft")),
            "calendar": (row["id"] for row in self.of("calendar")),
            "proposed": (row["id"] for row in self.of("proposed")),
            "step": (row["id"] for name in ("step", "step_to_me", "step_for_me") for row in self.of(name)),
            "encounter": (row["id"] for row in self.of("encounter_code")),
            "one_to_one": (row["id"] for row in self.of("one_to_one")),
            "promise": (row["id"] for row in self.of("promise")),
            "thanks": (row["id"] for row in self.of("want_thanks") if row["helper"] == own),
            "sets": (row["id"] for row in self.of("set_exchange")),
            "set_key": (row["key"] for row in self.of("set_shown")),
        }[kind]
        return sorted({UUID(one) for one in rows})

    def of(self, table: str) -> list[dict[str, Any]]:
        return self.rows.get(table, [])

    def all_ids(self) -> set[str]:
        """Every id that stands anywhere in what is known."""
        values = (value for rows in self.rows.values() for row in rows for value in row.values())
        return {value for value in values if isinstance(value, str)}


def knowledge(viewer: Principal | None, now: datetime) -> Knowledge:
    """What somebody may know at an instant; a visitor knows nothing."""
    if viewer is None:
        return Knowledge({})
    queries = _MEMBER if viewer.kind == "m" else _LINK[viewer.kind]
    parts = [
        f"'{name}', (select coalesce(jsonb_agg(to_jsonb(q) order by to_jsonb(q)::text), '[]') from ({query}) q)"
        for name, query in queries.items()
    ]
    # One object each, put together: a function takes a hundred arguments at most.
    whole = " || ".join(f"jsonb_build_object({part})" for part in parts)
    with everything_seen():
        found = execute(
            f"select ({whole})::text",
            {"me": viewer.id, "now": now},
        )
    rows: dict[str, list[dict[str, Any]]] = json.loads(str(found[0][0]))
    for face in rows.get("face", []):
        sealed, wrapped = face.pop("sealed"), face.pop("wrapped_key")
        if sealed and wrapped:
            place = UUID(face["id"]), UUID(face["holder"])
            face["details"] = repr(details(*place, bytes.fromhex(sealed[2:]), bytes.fromhex(wrapped[2:])))
    return Knowledge(rows)


def ids(kind: Kind) -> set[UUID]:
    """Every id of a kind that exists, whoever may know of it."""
    with everything_seen():
        return {row[0] for row in execute(IDS[kind])}


def letters_to(address: str, account: UUID | None = None) -> list[str]:
    """What waits in the outbox for an address, or rings at the browsers of an account, in no order."""
    with everything_seen():
        # What delivery drops reaches nobody: an ask that went nowhere, a telling to somebody who has told nothing.
        rows = execute(
            """
            select message, sealed from vault.outbox o where o.about is null or not (
                exists (select from vault.request r where r.asker = o.member and r.id = o.about and r.heard_by is null)
                or exists (select from vault.outcome mine
                    where mine.teller = o.member and mine.handover = o.about and mine.told_at = o.created_at
                        and not exists (select from vault.outcome theirs
                            where theirs.teller = mine.other and theirs.handover = mine.handover
                                and theirs.round = mine.round and theirs.told_at <= o.created_at)))
            """
        )
    found = []
    for message, sealed in rows:
        raw = bytes(sealed)
        if not raw:
            continue
        letter = unseal(Sealed(raw[_KEY:], raw[:_KEY]), Place("outbox", UUID(str(message)), "sealed", None))
        here = address and address in (letter.get("to"), letter.get("sign_in"), letter.get("confirm"))
        if here or (account is not None and letter.get("rings") == account.hex):
            found.append(json.dumps(letter, sort_keys=True, ensure_ascii=False))
    return sorted(found)
