-- What was written in a case goes to the archive too: the same table with one kind more. The old one is out of the way first, so
-- that nothing can be noted in it meanwhile.
drop index archived_request;
alter table archived rename to archived_before;
create table archived (
    case_id text not null references cases (id) on delete cascade,
    -- Its place among what was archived of the case, from 1.
    number bigint not null check (number >= 1),
    -- What it is: what the person sent in, a decision, a letter, or a message.
    kind text not null check (kind in ('request', 'decision', 'letter', 'message')),
    decision_id text unique references decision (id) on delete cascade,
    letter bigint,
    message bigint,
    archived_at bigint not null,
    primary key (case_id, number),
    unique (case_id, letter),
    unique (case_id, message),
    foreign key (case_id, letter) references letter (case_id, number),
    foreign key (case_id, message) references message (case_id, number),
    check ((kind = 'decision') = (decision_id is not null)),
    check ((kind = 'letter') = (letter is not null)),
    check ((kind = 'message') = (message is not null))
);
insert into archived (case_id, number, kind, decision_id, letter, archived_at)
    select case_id, number, kind, decision_id, letter, archived_at from archived_before;
drop table archived_before;
create unique index archived_request on archived (case_id) where kind = 'request';
