-- What becomes of answers.

-- What was judged of the items of an answer.
create table review (
    task_id text not null primary key references answer (task_id) on delete cascade,
    -- One more with each change: whoever looks at it as the second says which one they have seen.
    version bigint not null check (version >= 1),
    -- The judgements, with who made them; sealed with the case's key.
    judged bytea not null,
    -- Who has looked at this version as the second.
    approved_by text references employee (id) on delete set null,
    approved_at bigint,
    check (approved_by is null or approved_at is not null)
);
create index review_approved_by on review (approved_by) where approved_by is not null;

-- A file that is released in the place of one that a system gave.
create table replacement (
    blob_id text not null primary key references blob (id) on delete cascade,
    task_id text not null references answer (task_id) on delete cascade,
    -- Which of the answer's files it is for, from 0.
    place bigint not null check (place >= 0)
);
create index replacement_task on replacement (task_id, place);

-- What is not in what was decided on: it follows in a supplement.
create table decision_gap (
    decision_id text not null references decision (id) on delete cascade,
    task_id text not null references task (id) on delete cascade,
    reason text not null check (reason in ('not_answered', 'unsure', 'not_reviewed')),
    -- When it is expected.
    expected_on text not null,
    primary key (decision_id, task_id)
);
create index decision_gap_task on decision_gap (task_id);
