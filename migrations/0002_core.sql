-- People, cases, the fan-out, the keys and the audit trail.
--
-- Both databases read this file. Ids are UUIDs (version 7) as text, instants are UTC milliseconds, dates are civil dates
-- in Oslo as YYYY-MM-DD, so that they order as text. What is «sealed» is nonce and ciphertext (vault/seal.rs). Each CHECK
-- repeats a rule that the types in the program hold already: a row edited by hand meets it too. Primary keys say «not
-- null» because SQLite's may be null otherwise.

-- The keys of the installation itself: of the look-up of people and of the audit trail.
create table installation_key (
    purpose text not null primary key,
    master_key_id text not null,
    wrapped bytea not null
);

-- Somebody whom a case is about, or who sent one in.
create table person (
    id text not null primary key,
    -- Sealed with the person's key.
    national_id bytea not null,
    made_at bigint not null
);

-- Keyed hash of the national id: finds a person without storing who it is. Apart from the person, because it is backed up
-- with the keys: who has only the data of old backups cannot test a number against them.
create table lookup_key (
    person_id text not null primary key references person (id) on delete cascade,
    lookup bytea not null unique
);

create table person_key (
    person_id text not null primary key references person (id) on delete cascade,
    master_key_id text not null,
    wrapped bytea not null
);
create index person_key_master on person_key (master_key_id);

-- A system of the municipality that may hold data about people: the register.
create table system (
    id text not null primary key,
    -- Its stable name among operators and adapters.
    key text not null unique,
    name text not null,
    unit text not null,
    sector text not null,
    -- Whose adapter may speak for it with a Maskinporten token; nine digits.
    organisation_number text check (length(organisation_number) = 9),
    served text not null check (served in ('call', 'pull', 'manual', 'portal')),
    -- Where it is called, and whether that may be in a private network.
    url text,
    private_network boolean not null,
    serves_access boolean not null,
    serves_rectification boolean not null,
    serves_erasure boolean not null,
    -- Codes, parted by spaces: what its adapter does of the steps, and by what it finds people.
    steps text not null,
    identifiers text not null,
    -- How many of its tasks may be under way at once.
    at_once bigint not null check (at_once between 1 and 1000),
    -- In how many days it is to answer.
    limit_days bigint not null check (limit_days between 1 and 90),
    largest_file_mb bigint not null check (largest_file_mb between 1 and 10000),
    -- Who looks at what it answers, and whether its files may be released unseen.
    review text not null check (review in ('automatic', 'reviewer', 'four_eyes')),
    files_unseen boolean not null,
    paused boolean not null,
    -- It is not in use any more: nobody asks it.
    retired boolean not null,
    -- Everything else that the record of processing activities (Art. 30) says of it, as JSON.
    record text not null,
    -- What its adapter says it can do, as JSON.
    declared text,
    -- Which of its secrets calls to it are signed with; the one before is still used beside it.
    secret_round bigint not null default 1 check (secret_round >= 1),
    -- How often in a row it could not be reached, and until when nobody tries.
    failures bigint not null default 0 check (failures >= 0),
    -- How it failed last: the outcome of that attempt.
    failed_by text,
    open_until bigint,
    check ((served = 'call') = (url is not null)),
    check (served = 'call' or not private_network)
);
create index system_organisation on system (organisation_number) where organisation_number is not null;

-- The last number given to a case in a year.
create table case_number (
    year bigint not null primary key,
    last_number bigint not null
);

-- What one person sent in at one time. («case» is a word of SQL's own.)
create table cases (
    id text not null primary key,
    -- Such as 2026-000123.
    reference text not null unique,
    subject_id text not null references person (id),
    filer_id text not null references person (id),
    received_at bigint not null,
    -- Who coordinates it: the caseworkers of this unit.
    unit text not null check (unit <> ''),
    -- In which the person is answered.
    language text not null check (language in ('nb', 'nn', 'en')),
    -- An open case is received, collecting or reviewing: its tasks tell which.
    state text not null check (state in ('open', 'answered', 'closed', 'withdrawn')),
    answered_at bigint,
    closed_at bigint,
    withdrawn_at bigint,
    -- SHA-256 of the form's token: the same form, sent twice, is one case.
    form_token_hash bytea not null unique,
    -- Keyed hash of filer, subject and everything asked for.
    fingerprint bytea not null,
    -- What may help systems to find the subject; sealed with the case's key.
    help bytea,
    check ((state in ('answered', 'closed')) = (answered_at is not null)),
    check ((state = 'closed') = (closed_at is not null)),
    check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create index cases_subject on cases (subject_id, received_at);
create index cases_filer on cases (filer_id, received_at);
create index cases_unit on cases (unit) where state = 'open';
-- The same person cannot have two open cases that ask for exactly the same.
create unique index cases_identical on cases (fingerprint) where state = 'open';

create table case_key (
    case_id text not null primary key references cases (id) on delete cascade,
    master_key_id text not null,
    wrapped bytea not null
);
create index case_key_master on case_key (master_key_id);

-- One right, used in one case.
create table claim (
    id text not null primary key,
    case_id text not null references cases (id) on delete cascade,
    gdpr_right text not null check (gdpr_right in ('access', 'rectification', 'erasure')),
    -- What the person asks for; sealed with the case's key.
    details bytea not null,
    outcome text not null
        check (outcome in ('open', 'granted', 'partly_granted', 'refused', 'nothing_held', 'withdrawn')),
    ended_at bigint,
    received_on text not null,
    -- Without pauses and extension: by this date an extension must be notified.
    unpaused_due_on text not null,
    -- The date in force.
    due_on text not null,
    unique (case_id, gdpr_right),
    unique (id, gdpr_right),
    check ((outcome = 'open') = (ended_at is null)),
    check (received_on < unpaused_due_on and unpaused_due_on <= due_on)
);
create index claim_due on claim (due_on, id) where outcome = 'open';

-- Art. 12(3): two further months, told to the person within the first.
create table extension (
    claim_id text not null primary key references claim (id) on delete cascade,
    reason text not null check (reason in ('amount', 'retrieval', 'redaction', 'explanation', 'many_requests')),
    decided_on text not null,
    notified_on text not null,
    check (decided_on <= notified_on)
);

-- A time in which the clock stands. Only what is asked about a large access request stops it beside identity and authority.
create table pause (
    id text not null primary key,
    claim_id text not null,
    gdpr_right text not null,
    reason text not null check (reason in ('identity', 'authority', 'scope')),
    asked_on text not null,
    answered_on text,
    foreign key (claim_id, gdpr_right) references claim (id, gdpr_right) on delete cascade,
    check (reason <> 'scope' or gdpr_right = 'access'),
    check (answered_on is null or asked_on <= answered_on)
);
create index pause_claim on pause (claim_id, gdpr_right);
create unique index pause_open on pause (claim_id, reason) where answered_on is null;

-- What was decided on a claim. Only a granted access, or one where nothing is held, may be decided without a person.
create table decision (
    id text not null primary key,
    claim_id text not null,
    gdpr_right text not null,
    outcome text not null check (outcome in ('granted', 'partly_granted', 'refused', 'nothing_held')),
    decided_at bigint not null,
    -- The automatic rule, where no person decided.
    rule text,
    -- Who decided, and in which words; sealed with the case's key.
    reasons bytea,
    ground_count bigint not null check (ground_count >= 0),
    unique (id, gdpr_right),
    unique (id, claim_id),
    foreign key (claim_id, gdpr_right) references claim (id, gdpr_right) on delete cascade,
    check ((rule is null) = (reasons is not null)),
    check (rule is null or (gdpr_right = 'access' and outcome in ('granted', 'nothing_held'))),
    check ((outcome in ('partly_granted', 'refused')) = (ground_count > 0))
);
create index decision_claim on decision (claim_id, gdpr_right);

-- Why something was withheld or refused (decisions/grounds.rs has the sources).
create table decision_ground (
    decision_id text not null,
    gdpr_right text not null,
    code text not null,
    -- The text that the law demands with some of them; sealed with the case's key.
    explanation bytea,
    primary key (decision_id, code),
    foreign key (decision_id, gdpr_right) references decision (id, gdpr_right) on delete cascade,
    check (
        code in ('gdpr-12-5-unfounded', 'gdpr-12-5-excessive', 'gdpr-12-5-repetitive')
        or (gdpr_right = 'access' and code in (
            'popplyl-16-1-a', 'popplyl-16-1-b', 'popplyl-16-1-c', 'popplyl-16-1-d', 'popplyl-16-1-e', 'popplyl-16-1-f',
            'popplyl-17', 'gdpr-15-4'))
        or (gdpr_right = 'rectification' and code in ('popplyl-17', 'gdpr-16'))
        or (gdpr_right = 'erasure' and code in (
            'gdpr-17-1', 'gdpr-17-3-a', 'gdpr-17-3-b', 'gdpr-17-3-c', 'gdpr-17-3-d', 'gdpr-17-3-e', 'arkivlova-13'))
    ),
    check (
        (code in ('popplyl-16-1-d', 'popplyl-16-1-f', 'gdpr-16', 'gdpr-17-1', 'gdpr-12-5-unfounded', 'gdpr-12-5-excessive',
            'gdpr-12-5-repetitive')) = (explanation is not null)
    )
);

-- One step of one claim at one system: the unit of the fan-out.
create table task (
    id text not null primary key,
    claim_id text not null references claim (id) on delete cascade,
    system_id text not null references system (id),
    step text not null check (step in ('collect', 'assess', 'restrict', 'execute', 'lift_restriction', 'notify')),
    round bigint not null check (round >= 1),
    -- Nothing is changed in a system before a decision on the same claim.
    decision_id text,
    state text not null check (state in ('ready', 'leased', 'with_human', 'answered', 'withdrawn')),
    -- How often it has been taken; the fence of every change by the one who took it.
    attempt bigint not null check (attempt >= 0),
    -- From when a ready task may be taken; until when a leased one is held.
    due_at bigint,
    leased_at bigint,
    leased_by text,
    -- From when on only a person is asked.
    human_at bigint not null,
    -- The system's own limit.
    internal_due_on text not null,
    human_reason text check (human_reason in ('manual', 'not_served', 'retries_used_up', 'limit_near', 'asked')),
    outcome text,
    answered_at bigint,
    unique (claim_id, system_id, step, round),
    foreign key (decision_id, claim_id) references decision (id, claim_id) on delete cascade,
    check ((step = 'execute') = (decision_id is not null)),
    check ((state in ('ready', 'leased')) = (due_at is not null)),
    check ((state = 'leased') = (leased_at is not null)),
    check ((state = 'leased') = (leased_by is not null)),
    check (state <> 'leased' or (attempt >= 1 and leased_at < due_at)),
    check ((state = 'with_human') = (human_reason is not null)),
    check ((state = 'answered') = (outcome is not null)),
    check ((state = 'answered') = (answered_at is not null)),
    check (
        outcome is null
        or (step = 'collect' and outcome in ('data', 'no_data', 'ambiguous', 'refused'))
        or (step = 'assess' and outcome in ('can', 'cannot', 'no_data', 'ambiguous'))
        or (step = 'execute' and outcome in (
            'rectified', 'supplemented', 'erased', 'anonymised', 'restricted', 'retained', 'referred'))
        or (step in ('restrict', 'lift_restriction', 'notify') and outcome in ('done', 'no_data', 'cannot'))
    )
);
-- What a system is to do next; how much it is doing; whose lease has ended; whose time for a person has come.
create index task_ready on task (system_id, due_at, id) where state = 'ready';
create index task_leased on task (system_id) where state = 'leased';
create index task_lease_end on task (due_at, id) where state = 'leased';
create index task_human on task (human_at, id) where state = 'ready';
create index task_with_human on task (system_id) where state = 'with_human';
create index task_decision on task (decision_id, claim_id) where decision_id is not null;

-- One try at a task. Never what was said.
create table attempt (
    task_id text not null references task (id) on delete cascade,
    number bigint not null check (number >= 1),
    started_at bigint not null,
    ended_at bigint not null,
    tried_by text not null,
    outcome text not null check (outcome in (
        'answered', 'failed', 'unreachable', 'tls_failed', 'timed_out', 'address_refused', 'redirected', 'busy',
        'bad_status', 'too_large', 'invalid_answer', 'released', 'lease_ended')),
    http_status bigint check (http_status between 100 and 599),
    size_bytes bigint check (size_bytes >= 0),
    primary key (task_id, number)
);

-- What a system gave for a task: a proposal until it is decided on. Sealed with the case's key.
create table answer (
    task_id text not null primary key references task (id) on delete cascade,
    received_at bigint not null,
    content bytea not null,
    -- Keyed hashes of the answer document and of its Idempotency-Key, with the case's key: the same, sent twice, is one.
    content_mac bytea not null,
    idempotency_hash bytea
);

-- A file in the blob store, sealed with a key made of the case's key and its id.
create table blob (
    id text not null primary key,
    case_id text not null references cases (id) on delete cascade,
    -- Of the plain text; the sealed object's size follows from it.
    size_bytes bigint not null check (size_bytes >= 0),
    made_at bigint not null
);
create index blob_case on blob (case_id);

-- What the person can fetch: package number n of a case, or a letter on paper.
create table delivery (
    case_id text not null references cases (id) on delete cascade,
    number bigint not null check (number >= 1),
    state text not null check (state in ('available', 'opened', 'downloaded', 'expired', 'posted')),
    available_at bigint,
    expires_at bigint,
    opened_at bigint,
    downloaded_at bigint,
    posted_on text,
    primary key (case_id, number),
    check ((state = 'posted') = (posted_on is not null)),
    check ((state = 'posted') = (available_at is null)),
    check ((available_at is null) = (expires_at is null)),
    check (available_at < expires_at),
    check (available_at is not null or (opened_at is null and downloaded_at is null)),
    check (downloaded_at is null or opened_at is not null),
    check (state <> 'available' or opened_at is null),
    check (state <> 'opened' or (opened_at is not null and downloaded_at is null)),
    check (state <> 'downloaded' or (opened_at is not null and downloaded_at is not null))
);

-- The outbox: what people are to be told. What is told is made when it is sent; nothing about the person is here.
create table notice (
    id text not null primary key,
    case_id text not null references cases (id) on delete cascade,
    person_id text not null references person (id) on delete cascade,
    kind text not null check (kind in ('receipt', 'letter')),
    -- Of the letter; 0 where it is about none.
    number bigint not null check (number >= 0),
    made_at bigint not null,
    -- From when it may be sent; null once it is.
    due_at bigint,
    attempt bigint not null check (attempt >= 0),
    sent_at bigint,
    unique (case_id, kind, number),
    check ((kind = 'letter') = (number > 0)),
    check ((due_at is null) = (sent_at is not null))
);
create index notice_due on notice (due_at, id) where due_at is not null;
create index notice_person on notice (person_id);

-- Who did what, when. Nobody can change, remove or insert a row unseen (audit/chain.rs).
create table audit_event (
    id text not null primary key,
    -- Its place in the chain; given soon after it was written.
    sequence bigint,
    at bigint not null,
    action text not null,
    case_id text,
    -- Who, and the details; sealed with the case's key, or the installation's where it is about none. Null once purged.
    content bytea,
    salt bytea,
    -- SHA-256 of salt, case and content: what the chain covers of them.
    content_hash bytea not null,
    key_id text not null,
    -- Keyed hash of what the writer wrote, and, once it is in the chain, of that and the link before it.
    written_mac bytea not null,
    link bytea,
    check ((sequence is null) = (link is null)),
    check ((content is null) = (salt is null)),
    check (content is not null or case_id is null)
);
-- Without those that wait, so that these are looked up in the order they are taken in.
create unique index audit_event_sequence on audit_event (sequence) where sequence is not null;
create index audit_event_unchained on audit_event (at, id) where sequence is null;
create index audit_event_case on audit_event (case_id, at, id) where case_id is not null;

-- The end of the chain. One row.
create table audit_head (
    only_row boolean not null primary key check (only_row),
    sequence bigint not null,
    link bytea not null
);
