"""Thousands of rows that the viewer may not see, written as the owner and gone with the transaction."""

from __future__ import annotations

# One of every row there is, between the members `holder` and `asker`, `count` times; `text` is in each of them.
ROWS = """
with n as (select generate_series(1, %(count)s) as n),
keys as (
    insert into vault.key (holder, note, created_at) select %(holder)s, %(text)s, %(at)s from n returning id),
faces as (
    insert into vault.face (key, holder, kind, rung, created_at, line, name, sealed, wrapped_key)
    select id, %(holder)s, kind, 2, %(at)s,
        case kind when 'hint' then %(text)s else '' end, case kind when 'name' then %(text)s else '' end,
        case kind when 'contact' then '\\x00'::bytea end, case kind when 'contact' then '\\x00'::bytea end
    from keys, unnest(array['hint', 'name', 'contact']) as kind returning id, key, gate, kind),
readings as (
    insert into vault.meaning (face, gate, key, holder, marks, version)
    select id, gate, key, %(holder)s, array['word:rahasia'], 1 from faces where kind <> 'contact'),
requests as (
    insert into vault.request (key, holder, asker, sentence, shown_hint, asked_at, expires_at)
    select id, %(holder)s, %(asker)s, %(text)s, %(text)s, %(at)s, %(at)s from keys returning id, key),
decisions as (
    insert into vault.decision (request, holder, answer, decided_at)
    select id, %(holder)s, 'yes', %(at)s from requests),
consents as (
    insert into vault.consent (request, holder, language, created_at, expires_at)
    select id, %(holder)s, 'id', %(at)s, %(at)s from requests returning id),
answers as (
    insert into vault.consent_answer (consent, holder, answer, tell_holder, language, answered_at)
    select id, %(holder)s, 'yes', true, 'id', %(at)s from consents),
handovers as (
    insert into vault.handover (request, key, holder, asker, handed_at, tell_until, again_from, again_until)
    select id, key, %(holder)s, %(asker)s, %(at)s, 'infinity', 'infinity', 'infinity' from requests returning id),
guesses as (
    insert into vault.guess (member, kind, subject, partner, chance, forecast, new, warm, said_at)
    select %(holder)s, 'handover', id, %(asker)s, 80, 0.5, false, false, %(at)s from requests),
character as (
    insert into vault.character (member, sociable, calm, rung, answered_at) values (%(holder)s, 0.5, 0.5, 3, %(at)s)
    on conflict do nothing),
practised as (
    insert into vault.practice (member, number, chance, said_at) select %(holder)s, n + 1000, 80, %(at)s from n
    on conflict do nothing),
felt as (
    insert into vault.felt (handover, round, holder, verdict, tell_until, told_at)
    select id, 1, %(holder)s, 'good', 'infinity', %(at)s from handovers),
offers as (
    insert into vault.offer (key, holder, partner, sentence, shown_hint, offered_at, expires_at)
    select id, %(holder)s, %(asker)s, %(text)s, %(text)s, %(at)s, %(at)s from keys),
aside as (
    insert into vault.ready (holder, partner, key, since)
    select %(holder)s, %(asker)s, id, %(at)s from keys),
exchanges as (
    insert into vault.set_exchange (id, member, partner, told_at, expires_at, sentence)
    select gen_random_uuid(), %(holder)s, %(asker)s, %(at)s, 'infinity', %(text)s from n returning id),
sets as (
    insert into vault.set_key (id, holder, key, shown_to)
    select e.id, %(holder)s, k.id, %(asker)s from (select id, row_number() over () as n from exchanges) e
        join (select id, row_number() over () as n from keys) k using (n)),
chosen as (
    insert into vault.set_choice (id, member, key) select id, %(holder)s, gen_random_uuid() from exchanges),
outcomes as (
    insert into vault.outcome (handover, teller, other, verdict, tell_until, told_at)
    select id, %(holder)s, %(asker)s, 'good', 'infinity', %(at)s from handovers returning handover),
allowed as (
    insert into vault.allowed (teller, handover, round, since)
    select %(holder)s, handover, 1, %(at)s from outcomes),
notices as (
    insert into vault.notice (member, kind, subject, created_at)
    select %(holder)s, 'asked', id, %(at)s from requests),
invitations as (
    insert into vault.invitation (inviter, note, created_at, expires_at)
    select %(holder)s, %(text)s, %(at)s, %(at)s from n),
words as (
    insert into vault.vouch (speaker, hearer, about, kind, about_name, sentence, given_at, expires_at, withdrawn_at)
    select %(holder)s, hearer, %(about)s, 'vouch', %(text)s, %(text)s, %(at)s, %(at)s, %(at)s
    from n, unnest(array[%(asker)s, %(me)s]) as hearer),
wants as (
    insert into vault.want (member, text, rung, created_at, expires_at, marks, version)
    select %(holder)s, %(text)s, 2, %(at)s, 'infinity', array['word:rahasia'], 1 from n returning id),
thanked as (
    insert into vault.want_thanks (want, author, helper, text, words, given_at)
    select id, %(holder)s, %(asker)s, %(text)s, %(text)s, %(at)s from wants),
put_away as (
    insert into vault.want_aside (member, want, since) select %(holder)s, id, %(at)s from wants),
proposals as (
    insert into vault.mediation (mediator, want, key, holder, asker, want_text, shown_hint, sentence, named,
        proposed_at, expires_at, told_at, until, words)
    select %(holder)s, id, id, %(asker)s, %(about)s, %(text)s, %(text)s, %(text)s, false, %(at)s, %(at)s,
        %(at)s::timestamptz - interval '100 days', %(at)s, %(text)s
    from wants returning id),
first_steps as (
    insert into vault.first_step (mediator, want, asker, other, sentence, named, proposed_at, expires_at, told_at,
        until, words)
    select %(holder)s, id, %(asker)s, %(about)s, %(text)s, false, %(at)s, %(at)s, %(at)s, %(at)s, %(text)s from wants),
agreed as (
    insert into vault.mediation_yes (mediation, holder, mediator, said_at)
    select id, %(asker)s, %(holder)s, %(at)s from proposals),
passed_over as (
    insert into vault.mediation_left (mediation, holder, left_at) select id, %(asker)s, %(at)s from proposals),
brought_together as (
    insert into vault.mediated (handover, mediation, mediator, holder, asker, handed_at, tell_until)
    select gen_random_uuid(), id, %(holder)s, %(asker)s, %(about)s, %(at)s, %(at)s from proposals),
mentorships as (
    insert into vault.mentorship (newcomer, mentor, proposed_by, words, proposed_at, expires_at, agreed_at, until)
    select %(holder)s, mentor, %(holder)s, %(text)s, %(at)s, %(at)s, %(at)s, %(at)s
    from n, unnest(array[%(asker)s]) as mentor returning id, mentor),
mentorships_left as (
    insert into vault.mentorship_left (member, mentorship, left_at) select %(holder)s, id, %(at)s from mentorships),
drafts as (
    insert into vault.draft
        (newcomer, key, sentence, changed_at, mentorship, mentor, shown_at, shown_until)
    select %(holder)s, case mentor when %(me)s then gen_random_uuid() else id end, %(text)s, %(at)s, id, mentor, %(at)s,
        case mentor when %(me)s then %(at)s else 'infinity' end
    from keys, unnest(array[%(asker)s, %(me)s]) as mentor returning id, mentor),
said as (
    insert into vault.mentor_note (draft, newcomer, mentor, words, noted_at)
    select id, %(holder)s, mentor, %(text)s, %(at)s from drafts where mentor <> %(me)s),
met_up as (
    insert into vault.one_to_one (proposer, partner, words, place, minutes, slots, slots_by, proposed_at, expires_at,
        at, fixed_at)
    select %(holder)s, %(asker)s, %(text)s, %(text)s, 60, '{}', %(holder)s, %(at)s, %(at)s, %(at)s, %(at)s from n
    returning id),
met_up_sides as (
    insert into vault.one_to_one_side (member, meeting, notes) select %(holder)s, id, %(text)s from met_up),
codes as (
    insert into vault.encounter_code (member, made_at, expires_at, used_at, used_by, noted_at)
    select %(holder)s, %(at)s, %(at)s::timestamptz + interval '1 minute', %(at)s, %(asker)s, %(at)s from n),
facts as (
    insert into vault.evidence (tie, member, kind, happened_on, note, created_at, weight, vouch)
    select t.id, t.member, case n %% 2 when 0 then 'met' else 'vouch' end, %(at)s::date, %(text)s, %(at)s,
        case n %% 2 when 1 then 0.5 end, case n %% 2 when 1 then gen_random_uuid() end
    from vault.tie t, n where (t.member, t.partner) = (%(holder)s, %(asker)s))
insert into vault.journal (member, verb, at, subject, once)
select %(holder)s, 'met', %(at)s, gen_random_uuid(), gen_random_uuid() from n
"""
# What was told to whoever looks, and shut again.
SHUT = 'delete from vault."grant" where (holder, viewer) = (%(holder)s, %(me)s)'
# Members who know nobody but each the next: what is hidden of people.
PEOPLE = """
with n as (select generate_series(1, %(count)s) as n),
people as (
    insert into vault.member (id, name, joined_at)
    select md5(%(text)s || n)::uuid, %(text)s || ' ' || n, %(at)s from n returning id),
words as (
    insert into vault.repute (member, month, band) select id, %(at)s, 'mixed' from people),
neighbours as (select id, lead(id) over (order by id) as next from people),
ties as (
    insert into vault.tie (member, partner, since) select id, next, %(at)s from neighbours where next is not null),
characters as (
    insert into vault.character (member, sociable, calm, rung, answered_at) select id, 0.5, 0.5, 1, %(at)s from people),
impressions as (
    insert into vault.impression (member, about, first, noted_at)
    select id, next, 'choleric', %(at)s from neighbours where next is not null),
mentorships as (
    insert into vault.mentorship (newcomer, mentor, proposed_by, words, proposed_at, expires_at, agreed_at, until)
    select id, next, id, %(text)s, %(at)s, %(at)s, %(at)s, 'infinity' from neighbours where next is not null
    returning id, newcomer, mentor),
companions as (
    insert into vault.accompanied (mentorship, newcomer, mentor, mentor_name, gate, until)
    select id, newcomer, mentor, %(text)s, vault.gate_of(newcomer, 1), 'infinity' from mentorships),
passes as (
    insert into vault.pass (viewer, holder, known_until, trusted_until)
    select id, next, 'infinity', 'infinity' from neighbours where next is not null)
insert into vault."grant" (gate, viewer, holder, until)
select md5(id::text)::uuid, id, next, 'infinity' from neighbours where next is not null
"""
