-- What the person gets: letters, and packages with what was collected.

-- Claims to which answers have come in since somebody last looked whether these are all.
create table answer_news (
    claim_id text not null primary key references claim (id) on delete cascade,
    -- One more with each time that answers came in: who has looked at the news removes only what they have seen.
    seen bigint not null check (seen >= 1)
);

-- A letter to the person.
create table letter (
    case_id text not null references cases (id) on delete cascade,
    -- From 1 in each case.
    number bigint not null check (number >= 1),
    kind text not null check (kind in (
        'receipt', 'extension', 'clarification', 'granted', 'partly_granted', 'refused', 'nothing_held', 'supplement',
        'rectification', 'erasure', 'restriction_lifted', 'request_refused')),
    language text not null check (language in ('nb', 'nn', 'en')),
    -- What it tells of, if that is a decision.
    decision_id text references decision (id) on delete cascade,
    made_at bigint not null,
    -- Since when the person can read it; null while it waits for its package.
    issued_at bigint check (made_at <= issued_at),
    -- The letter, sealed with the case's key.
    content bytea not null,
    primary key (case_id, number)
);
create index letter_decision on letter (decision_id) where decision_id is not null;

-- A package that is to be built for a decision on access, or that is.
create table package (
    case_id text not null references cases (id) on delete cascade,
    -- 1, and more for supplements.
    number bigint not null check (number >= 1),
    decision_id text not null unique references decision (id) on delete cascade,
    -- The letter that goes with it.
    letter bigint not null,
    state text not null check (state in ('waiting', 'built', 'deleted')),
    -- The last day on which it can be fetched.
    until_on text not null,
    -- How often somebody has begun to build it: the fence of whoever builds.
    attempt bigint not null check (attempt >= 0),
    -- From when on it may be built; whoever builds it moves that on, so that nobody else does.
    due_at bigint,
    blob_id text unique references blob (id) on delete set null,
    size_bytes bigint check (size_bytes >= 0),
    -- SHA-256 (FIPS 180-4) of the file.
    sha256 bytea,
    primary key (case_id, number),
    foreign key (case_id, letter) references letter (case_id, number),
    check ((state = 'waiting') = (due_at is not null)),
    check ((state = 'waiting') = (size_bytes is null)),
    check ((state = 'waiting') = (sha256 is null)),
    check (state = 'built' or blob_id is null)
);
create index package_waiting on package (due_at, case_id, number) where state = 'waiting';
-- Whose time is over, and is to be deleted.
create index delivery_expires on delivery (expires_at, case_id, number) where state in ('available', 'opened', 'downloaded');
