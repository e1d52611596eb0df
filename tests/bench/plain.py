"""What the product asks through the views, asked of the tables instead: the same statements without row rules.

The row rules are replaced by what somebody who writes SQL by hand would write: `holder = me` where the rows are my
own, and for other people's keys the gates that my passes and grants open, worked out inside the statement.
"""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

# Own gates are left out: every statement about other people's keys says that the holder is somebody else.
GATES = """
    select vault.gate_of(p.holder, r.rung) as gate
        from vault.pass p, lateral (
            values (1, p.known_until), (2, p.trusted_until), (3, p.unhesitating_until)) r (rung, until)
        where p.viewer = {me} and r.until > {now}
    union all
    select g.gate from vault."grant" g where g.viewer = {me} and g.until > {now}
        and (g.follows is null or (g.holder, g.follows) in (
            select p.holder, r.rung from vault.pass p, lateral (
                values (1, p.known_until), (2, p.trusted_until), (3, p.unhesitating_until)) r (rung, until)
            where p.viewer = {me} and r.until > {now}))
"""
OWN_GATES = """
    select vault.gate_of({me}, rung) from generate_series(0, 3) as rung
    union all
    select g.gate from vault."grant" g where g.viewer = {me} and g.holder = {me}
"""
# What others told shows once I have told as well, or nobody may any more.
SHOWN = """
    (told.tell_until <= {now} or exists (select from vault.outcome mine
        where mine.teller = {me} and mine.handover = told.handover and mine.round = told.round))
"""
OUTCOME_SHOWN, FELT_SHOWN = SHOWN.replace("told.", '"outcome".'), SHOWN.replace("told.", '"felt".')
ABOUT = """
    case when "notice"."kind" in ('asked', 'answered', 'reminder_decide') then exists (
            select from vault.request r where r.heard_by = {me} and r.id = "notice"."subject")
        when "notice"."kind" = 'offered' then exists (
            select from vault.offer o where o.partner = {me} and o.id = "notice"."subject")
        when "notice"."kind" = 'vouched' then exists (
            select from vault.vouch v where v.hearer = {me} and v.id = "notice"."subject")
        when "notice"."kind" = 'thanked' then exists (
            select from vault.want_thanks t where t.helper = {me} and t.id = "notice"."subject")
        else exists (select from vault.handover h
            where h.id = "notice"."subject" and (h.holder = {me} or h.asker = {me})) end
"""
# What is mediated, called as the views of those who read it call it.
PROPOSAL = """(
    select id, mediator, key, holder, shown_asker as asker, asker_name, shown_hint, sentence, named, proposed_at,
        expires_at, withdrawn_at, told_at, until from vault.mediation)"""
BROUGHT_ME = """(
    select id, mediator, want, key, holder, told_to as asker, want_text, shown_hint, words, told_at, until
    from vault.mediation)"""
STEP_TO_ME = """(
    select id, mediator, other, shown_asker as asker, asker_name, sentence, named, proposed_at, expires_at,
        withdrawn_at, told_at, until, ended_at from vault.first_step)"""
ONE_TO_ONE = """(
    select id, proposer, partner, words, place, minutes, slots, slots_by, proposed_at, expires_at, at, fixed_at,
        sequence, cancelled_at, case when proposer = {me} then partner else proposer end as other
    from vault.one_to_one)"""
STEP_FOR_ME = """(
    select id, mediator, want, told_to as asker, other, words, told_at, until, ended_at from vault.first_step)"""
# What others read of a want, called as its view calls it; behind two gates it is there once.
HEARD = """(
    select want as id, author, text, why, by_when, person, travels, may_name, created_at, until as expires_at, gate,
        not_for from vault.want_face)"""
ONCE = """
    ("heard_want"."gate" <> "heard_want"."id" or not exists (select from vault.want_face o
        where o.want = "heard_want"."id" and o.gate <> o.want and o.gate = any (array({gates}))))
"""
# Of a draft what its mentor sees the door of; and whoever is accompanied, where I am let in or hold an ask of theirs.
SHOWN_DRAFT = f"""(
    select d.id, d.newcomer, d.mentor, d.sentence, d.why, d.by_when, d.shown_at, d.sent_at, d.mentorship, d.shown_until,
        f.key, f.holder, f.line
    from vault.draft d left join vault.face f on f.key = d.key and f.kind = 'hint'
        and f.gate = any (array({GATES} union all {OWN_GATES})))"""
ACCOMPANIED = f"""
    ("accompanied"."gate" = any (array({GATES} union all {OWN_GATES}))
    or "accompanied"."newcomer" = any (array(select r.asker from vault.request r
        where r.heard_by = {{me}} and r.expires_at > {{now}} and r.withdrawn_at is null)))
"""
# view: its table, and the condition that stands in for its row rule.
PLAIN = {
    "allowed": ("vault.allowed", '"allowed"."teller" = {me}'),
    "repute": ("vault.repute", ""),
    "member": ("vault.member", ""),
    "pass": ("vault.pass", '"pass"."holder" = {me}'),
    "grant": ('vault."grant"', '"grant"."holder" = {me}'),
    "tie": ("vault.tie", '"tie"."member" = {me}'),
    "calendar": ("vault.calendar", '"calendar"."member" = {me}'),
    "proposed": ("vault.proposed", '"proposed"."member" = {me}'),
    "evidence": ("vault.evidence", '"evidence"."member" = {me}'),
    "journal": ("vault.journal", '"journal"."member" = {me}'),
    "key": ("vault.key", '"key"."holder" = {me}'),
    "opening": ("vault.opening", '"opening"."holder" = {me}'),
    "asked": ("vault.request", '"asked"."asker" = {me}'),
    "face": ("vault.face", f'"face"."gate" = any (array({GATES}))'),
    "received": ("vault.request", '"received"."heard_by" = {me}'),
    "request_card": ("vault.request_card", '("request_card"."asker" = {me} or "request_card"."heard_by" = {me})'),
    "turned_away": ("vault.turned_away", '"turned_away"."holder" = {me}'),
    "decision": ("vault.decision", '"decision"."holder" = {me}'),
    "consent": ("vault.consent", '"consent"."holder" = {me}'),
    "consent_answer": (
        "vault.consent_answer",
        '"consent_answer"."holder" = {me} and "consent_answer"."tell_holder"',
    ),
    "handover": ("vault.handover", '("handover"."holder" = {me} or "handover"."asker" = {me})'),
    "introduction": ("vault.introduction", '"introduction"."holder" = {me}'),
    "outcome": ("vault.outcome", f'("outcome"."teller" = {{me}} or ("outcome"."other" = {{me}} and {OUTCOME_SHOWN}))'),
    "felt": ("vault.felt", f'"felt"."holder" = {{me}} and {FELT_SHOWN}'),
    "offered": ("vault.offer", '"offered"."holder" = {me}'),
    "offered_me": ("vault.offer", '"offered_me"."partner" = {me}'),
    "offer_left": ("vault.offer_left", '"offer_left"."partner" = {me}'),
    "vouch": ("vault.vouch", '"vouch"."speaker" = {me}'),
    "heard": ("vault.vouch", f'"heard"."hearer" = {{me}} and "heard"."gate" = any (array({GATES}))'),
    "vouch_left": ("vault.vouch_left", '"vouch_left"."hearer" = {me}'),
    "want": ("vault.want", '"want"."member" = {me}'),
    "heard_want": (
        HEARD,
        f'"heard_want"."author" <> {{me}} and "heard_want"."expires_at" > {{now}} '
        f'and {{me}} <> all ("heard_want"."not_for") and ("heard_want"."person" is null or exists (select '
        f'from vault.tie t where t.member = {{me}} and t.partner = "heard_want"."person")) '
        f'and "heard_want"."gate" = any (array({GATES})) and {ONCE.format(gates=GATES)}',
    ),
    "want_aside": ("vault.want_aside", '"want_aside"."member" = {me}'),
    "encounter_code": ("vault.encounter_code", '"encounter_code"."member" = {me}'),
    "character": ("vault.character", '"character"."member" = {me}'),
    "impression": ("vault.impression", '"impression"."member" = {me}'),
    "practice": ("vault.practice", '"practice"."member" = {me}'),
    "guess": ("vault.guess", '"guess"."member" = {me}'),
    "one_to_one": (ONE_TO_ONE, '{me} in ("one_to_one"."proposer", "one_to_one"."partner")'),
    "one_to_one_side": ("vault.one_to_one_side", '"one_to_one_side"."member" = {me}'),
    "promise": ("vault.promise", '"promise"."member" = {me}'),
    "put_off": ("vault.put_off", '"put_off"."member" = {me}'),
    "want_muted": ("vault.want_muted", '"want_muted"."member" = {me}'),
    "want_no_match": ("vault.want_no_match", '"want_no_match"."member" = {me}'),
    "set_exchange": ("vault.set_exchange", '"set_exchange"."member" = {me}'),
    "set_own": ("vault.set_key", '"set_own"."holder" = {me}'),
    "set_shown": ("vault.set_key", '"set_shown"."shown_to" = {me}'),
    "set_choice": ("vault.set_choice", '"set_choice"."member" = {me}'),
    "first_step": ("vault.first_step", '"first_step"."mediator" = {me}'),
    "step_to_me": (STEP_TO_ME, '"step_to_me"."other" = {me}'),
    "step_for_me": (STEP_FOR_ME, '"step_for_me"."asker" = {me}'),
    "step_yes": ("vault.step_yes", '{me} in ("step_yes"."other", "step_yes"."mediator")'),
    "step_left": ("vault.step_left", '"step_left"."other" = {me}'),
    "step_key": ("vault.step_key", '{me} in ("step_key"."holder", "step_key"."mediator")'),
    "step_note": ("vault.step_note", '{me} in ("step_note"."author", "step_note"."reader")'),
    "step_agreed": ("vault.step_agreed", '"step_agreed"."member" = {me}'),
    "as_newcomer": ("vault.mentorship", '"as_newcomer"."newcomer" = {me}'),
    "as_mentor": ("vault.mentorship", '"as_mentor"."mentor" = {me}'),
    "mentorship_left": ("vault.mentorship_left", '"mentorship_left"."member" = {me}'),
    "accompanied": ("vault.accompanied", f'"accompanied"."until" > {{now}} and {ACCOMPANIED}'),
    "draft": ("vault.draft", '"draft"."newcomer" = {me}'),
    "shown_draft": (SHOWN_DRAFT, '"shown_draft"."mentor" = {me} and "shown_draft"."shown_until" > {now}'),
    "note_given": ("vault.mentor_note", '"note_given"."mentor" = {me}'),
    "note_had": ("vault.mentor_note", '"note_had"."newcomer" = {me}'),
    "mediation": ("vault.mediation", '"mediation"."mediator" = {me}'),
    "proposal": (PROPOSAL, '"proposal"."holder" = {me}'),
    "brought_me": (BROUGHT_ME, '"brought_me"."asker" = {me}'),
    "mediation_yes": ("vault.mediation_yes", '"mediation_yes"."mediator" = {me}'),
    "own_yes": ("vault.mediation_yes", '"own_yes"."holder" = {me}'),
    "mediation_left": ("vault.mediation_left", '"mediation_left"."holder" = {me}'),
    "mediated": ("vault.mediated", '{me} in ("mediated"."mediator", "mediated"."holder", "mediated"."asker")'),
    "ready": ("vault.ready", '"ready"."holder" = {me}'),
    "thanks_given": ("vault.want_thanks", '"thanks_given"."author" = {me}'),
    "thanks_had": ("vault.want_thanks", '"thanks_had"."helper" = {me}'),
    "notice": ("vault.notice", f'"notice"."member" = {{me}} and {ABOUT}'),
}
# Where my own faces may be among those asked for.
ANY_FACE = f'"face"."gate" = any (array({GATES} union all {OWN_GATES}))'
_NAMED = re.compile(r'\b(FROM|JOIN|UPDATE|INTO) "(\w+)"( [A-Z]\d+)?')
_WHERE = re.compile(r" WHERE | ORDER BY | LIMIT | FOR UPDATE|(?=\))|$")


def plain(statement: str, me: UUID, now: datetime) -> str:
    """A statement over the views, with its values in it, as one over the tables. KeyError for a view without a rule."""
    out, at = "", 0
    for named in _NAMED.finditer(statement):
        word, view, alias = named[1], named[2], (named[3] or "").strip()
        table, rule = PLAIN[view] if view != "own_face" else ("vault.face", _own_faces(statement))
        name = alias or f'"{view}"'
        if view == "face" and '."holder" = ' not in statement:
            rule = ANY_FACE
        rule, table = (one.format(me=f"'{me}'", now=f"'{now.isoformat()}'") for one in (rule, table))
        out += statement[at : named.start()]
        at = named.end()
        if word == "INTO":
            out += f"{word} {table}"
        elif view == "face" and '"words" @@' in statement:
            # Left to itself, the planner looks up each found key among all gates again, at ten times the cost.
            out += f'{word} (select * from vault.face "face" where {rule} offset 0) AS {name}'
        elif not rule:
            out += f"{word} {table} AS {name}"
        elif statement.startswith(" INNER JOIN", at):
            out += f'{word} (select * from {table} "{view}" where {rule}) AS {name}'
        else:
            where = _WHERE.search(statement, at)
            end = where.start() if where else len(statement)
            rule = rule.replace(f'"{view}".', f"{name}.")
            out += f"{word} {table} AS {name}{statement[at:end]} WHERE {rule}"
            at = end
            if where and where[0] == " WHERE ":
                out += " AND "
                at = where.end()
    return out + statement[at:]


def _own_faces(statement: str) -> str:
    """My faces by their key or id, where the statement names those; else by the gates that are mine."""
    by_key = """"own_face"."key" IN ('""" in statement or '"own_face"."id"' in statement.partition(" WHERE ")[2]
    mine = '"own_face"."holder" = {me}'
    return mine if by_key else f'{mine} and "own_face"."gate" = any (array({OWN_GATES}))'
