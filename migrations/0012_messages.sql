-- What the person and the municipality write to each other in a case.
create table message (
    case_id text not null references cases (id) on delete cascade,
    -- From 1 in each case.
    number bigint not null check (number >= 1),
    sender text not null check (sender in ('person', 'municipality')),
    -- Which of the employees wrote it.
    employee_id text references employee (id) on delete set null,
    sent_at bigint not null,
    -- When the other first read it.
    opened_at bigint check (opened_at >= sent_at),
    -- SHA-256 of the form's token: the same form, sent twice, is one message.
    form_token_hash bytea not null unique,
    -- Sealed with the case's key.
    content bytea not null,
    primary key (case_id, number),
    check (sender = 'municipality' or employee_id is null)
);
create index message_unread on message (case_id) where opened_at is null;
create index message_employee on message (employee_id) where employee_id is not null;

-- A file that was sent with a message.
create table attachment (
    blob_id text not null primary key references blob (id) on delete cascade,
    case_id text not null,
    message bigint not null,
    -- From 1 in each message.
    place bigint not null check (place >= 1),
    -- Its name and media type; sealed with the case's key.
    about bytea not null,
    unique (case_id, message, place),
    foreign key (case_id, message) references message (case_id, number) on delete cascade
);

-- A notice may tell of a message too: the same table with one kind more.
create table notice_of_more (
    id text not null primary key,
    case_id text not null references cases (id) on delete cascade,
    person_id text not null references person (id) on delete cascade,
    kind text not null check (kind in ('receipt', 'letter', 'message')),
    -- Of the letter or message; 0 where it is about none.
    number bigint not null check (number >= 0),
    made_at bigint not null,
    -- From when it may be sent; null once it is.
    due_at bigint,
    attempt bigint not null check (attempt >= 0),
    sent_at bigint,
    unique (case_id, kind, number),
    check ((kind <> 'receipt') = (number > 0)),
    check ((due_at is null) = (sent_at is not null))
);
insert into notice_of_more (id, case_id, person_id, kind, number, made_at, due_at, attempt, sent_at)
    select id, case_id, person_id, kind, number, made_at, due_at, attempt, sent_at from notice;
drop table notice;
alter table notice_of_more rename to notice;
create index notice_due on notice (due_at, id) where due_at is not null;
create index notice_person on notice (person_id);
