-- Who works with a case.

-- The employee who coordinates a case. Nobody does until somebody takes it.
create table case_handler (
    case_id text not null primary key references cases (id) on delete cascade,
    employee_id text not null references employee (id) on delete cascade,
    taken_at bigint not null
);
create index case_handler_employee on case_handler (employee_id);

-- An employee who may not handle a case, and has said so (forvaltningsloven § 8): from then on they are shown nothing of it.
create table case_recusal (
    case_id text not null references cases (id) on delete cascade,
    employee_id text not null references employee (id) on delete cascade,
    recused_at bigint not null,
    -- Why, in their own words; sealed with the case's key.
    reason bytea not null,
    primary key (case_id, employee_id)
);
create index case_recusal_employee on case_recusal (employee_id);
