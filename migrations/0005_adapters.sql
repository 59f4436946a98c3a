-- What adapters come with, and what they bring.

-- A key by which a system's adapter is known. Two may be valid at once, so that one can be replaced while both are in use.
create table adapter_key (
    id text not null primary key,
    system_id text not null references system (id) on delete cascade,
    -- SHA-256 of the key, which is shown once and stored nowhere.
    key_hash bytea not null unique,
    made_at bigint not null,
    ended_at bigint check (made_at <= ended_at)
);
create index adapter_key_system on adapter_key (system_id);

-- A kind of data that a system has shown, of those that its adapter says it holds; as it is said, in small letters.
create table shown_category (
    system_id text not null references system (id) on delete cascade,
    category text not null,
    primary key (system_id, category)
);

-- A file that an adapter has put for a task. What it is called and what it is stands in the answer.
create table task_file (
    blob_id text not null primary key references blob (id) on delete cascade,
    task_id text not null references task (id) on delete cascade,
    attempt bigint not null check (attempt >= 1),
    -- Keyed hashes of its name and of its SHA-256, with the case's key.
    name_mac bytea not null,
    sha256_mac bytea not null,
    unique (task_id, attempt, name_mac)
);

-- A file that a person has sent in to show that something is wrong.
create table evidence (
    blob_id text not null primary key references blob (id) on delete cascade,
    claim_id text not null references claim (id) on delete cascade,
    -- Which of the claim's corrections it belongs to, from 0.
    place bigint not null check (place >= 0),
    -- Its name and media type; sealed with the case's key.
    about bytea not null
);
create index evidence_claim on evidence (claim_id, place);
