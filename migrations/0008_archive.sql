-- What was exported to the municipality's archive.
create table archived (
    case_id text not null references cases (id) on delete cascade,
    -- Its place among what was archived of the case, from 1.
    number bigint not null check (number >= 1),
    -- What it is: what the person sent in, a decision, or a letter.
    kind text not null check (kind in ('request', 'decision', 'letter')),
    decision_id text unique references decision (id) on delete cascade,
    letter bigint,
    archived_at bigint not null,
    primary key (case_id, number),
    unique (case_id, letter),
    foreign key (case_id, letter) references letter (case_id, number),
    check ((kind = 'decision') = (decision_id is not null)),
    check ((kind = 'letter') = (letter is not null))
);
create unique index archived_request on archived (case_id) where kind = 'request';
