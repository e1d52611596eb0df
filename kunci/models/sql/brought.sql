-- Evidence that came back with an archive: which import brought it, so that it can be taken back as a whole. Rows like
-- any other of the member's own, read and counted with them; this view is the way by which they come in.
alter table vault.evidence
    add batch uuid,
    -- An import that is gone took nothing with it: what it brought stays what the member noted.
    add foreign key (batch, member) references vault.import (id, holder) on delete set null (batch),
    add check (batch is null or (kind <> 'withdrawal' and voids is null and handover is null));
create index evidence_batch on vault.evidence (member, batch) where batch is not null;

create view door.brought with (security_barrier) as
    select id, tie, member, kind, happened_on, since, often, note, created_at, weight, vouch, word_of, because, batch
    from vault.evidence where batch is not null;
grant select, insert on door.brought to kunci_app;
alter view door.brought owner to kunci_reader;
alter table vault.evidence alter column batch set statistics 0;
