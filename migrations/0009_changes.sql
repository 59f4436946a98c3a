-- What becomes of rectification and erasure, system by system.

-- The decision in which something was missing that is decided on in this one.
alter table decision add column supplements text references decision (id) on delete cascade;
create index decision_supplements on decision (supplements) where supplements is not null;

-- What a reviewer says is to become of it at a system of their sector, which whoever decides on the case is not shown.
create table proposal (
    task_id text not null primary key references answer (task_id) on delete cascade,
    -- One more with each change: two who propose at the same time do not overwrite each other.
    version bigint not null check (version >= 1),
    -- Action, ground, text, and who proposed it; sealed with the case's key.
    content bytea not null
);

-- What was decided for one system that had said whether it can.
create table change (
    decision_id text not null references decision (id) on delete cascade,
    task_id text not null references task (id) on delete cascade,
    action text not null check (action in ('carry_out', 'note', 'refuse')),
    -- Action, ground and text; sealed with the case's key.
    content bytea not null,
    primary key (decision_id, task_id)
);
create index change_task on change (task_id);
