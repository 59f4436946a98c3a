-- A message of the person's stays with the municipality until it is settled: somebody wrote back, the case was decided after it
-- had been read, or somebody said that it needs no reply. So nothing is lost that comes in after the answer.
alter table message add column settled_at bigint check (settled_at is null or sender = 'person');
-- Of those that are there: what came with a case, what was replied to, and what was read in a case that is over by now.
update message set settled_at = sent_at where sender = 'person' and (
    exists (select 1 from cases c where c.id = message.case_id
        and (message.sent_at <= c.received_at + 60000 or (c.state <> 'open' and message.opened_at is not null)))
    or exists (select 1 from message r where r.case_id = message.case_id and r.number > message.number
        and r.sender = 'municipality'));
create index message_unsettled on message (case_id) where settled_at is null and sender = 'person';
