-- The key of the files that are sent with what a person has begun. When that becomes a case, the key becomes the case's: no
-- file is sealed twice, and what is never sent is deleted with its key.
create table draft_key (
    person_id text not null primary key references draft (person_id) on delete cascade,
    master_key_id text not null,
    wrapped bytea not null
);
create index draft_key_master on draft_key (master_key_id);

-- A file that was sent with an answer. What it is and shows is told in the draft.
create table draft_file (
    blob_id text not null primary key,
    person_id text not null references draft (person_id) on delete cascade,
    size_bytes bigint not null check (size_bytes >= 0)
);
create index draft_file_person on draft_file (person_id);
