-- A message of the person's stays with the municipality until it is settled: somebody wrote back, the case was answered after
-- it had been read, or somebody said that it needs no reply. So that nothing is lost that came in after the answer.
alter table message add column settled_at bigint check (settled_at is null or sender = 'person');
-- What came with the case is answered with it.
update message set settled_at = sent_at where number = 1 and sender = 'person' and sent_at <= (
    select received_at from cases where cases.id = message.case_id);
create index message_unsettled on message (case_id) where settled_at is null and sender = 'person';
