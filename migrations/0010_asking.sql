-- What a person has begun to ask for and not sent. One each: whoever comes back goes on where they were.
create table draft (
    person_id text not null primary key references person (id) on delete cascade,
    -- What was answered, with the token of the form; sealed with the person's key.
    content bytea not null,
    -- From when nobody has use for it any more, and it is deleted.
    expires_at bigint not null
);
create index draft_expires_at on draft (expires_at);

-- How a person may be told that there is news; sealed with the person's key. Nothing else is ever sent there.
create table contact (
    person_id text not null primary key references person (id) on delete cascade,
    email bytea not null
);

-- As whom somebody asks about another. That they may is for a person to see.
alter table cases add column on_behalf text check (on_behalf in ('child', 'principal'));
