-- Logins that have begun, and people who are logged in.
--
-- None of this is kept in a backup: whoever restores one must not bring back a session that was ended.

-- A login that has begun (login/begin.rs). The secrets that go with it are made of the address and of the browser's cookie,
-- and are not here.
create table login_attempt (
    -- SHA-256 of the random part of the address.
    state_hash bytea not null primary key,
    -- SHA-256 of the cookie of the browser that began.
    browser_hash bytea not null,
    -- Provider, level and where to go after it, sealed with a key made of both.
    sealed bytea not null,
    -- UTC milliseconds.
    expires_at bigint not null
);
create index login_attempt_expires_at on login_attempt (expires_at);

-- Somebody who is logged in (login/session.rs). Who it is, is sealed with a key made of the cookie.
create table session (
    -- SHA-256 of the cookie.
    id_hash bytea not null primary key,
    provider text not null,
    -- Keyed hash of who it is: all sessions of one person have the same.
    owner bytea not null,
    -- Keyed hash of the roles that an employee has had in it.
    roles bytea not null,
    -- Keyed hashes of what the provider calls the session and the person, by which it ends them.
    provider_session bytea,
    provider_subject bytea not null,
    level text check (level in ('substantial', 'high')),
    started_at bigint not null,
    seen_at bigint not null,
    -- However much it is used.
    ends_at bigint not null,
    sealed bytea not null,
    check (started_at <= seen_at and seen_at < ends_at)
);
create index session_owner on session (owner);
create index session_provider_session on session (provider_session) where provider_session is not null;
create index session_provider_subject on session (provider_subject);
create index session_ends_at on session (ends_at);

-- Logout tokens that were taken, so that none is taken twice.
create table logout_token (
    -- SHA-256 of provider and `jti`.
    token_hash bytea not null primary key,
    expires_at bigint not null
);
create index logout_token_expires_at on logout_token (expires_at);

-- Somebody who works for the municipality and was given a role here (staff/).
create table employee (
    id text not null primary key,
    -- Keyed hash of whom the login provider names: finds the employee without storing a national id.
    mark bytea not null unique,
    -- What colleagues call them.
    name text not null,
    -- Keyed hash of their own national id, where it is known: nobody handles a case about themselves.
    own bytea,
    made_at bigint not null
);

-- A role that an employee was given. It is never deleted while the employee is there: who could do what is to be seen later.
create table staff_grant (
    id text not null primary key,
    employee_id text not null references employee (id) on delete cascade,
    role text not null check (role in ('caseworker', 'reviewer', 'owner', 'ombud', 'administrator')),
    -- The unit, sector or system that it is for.
    scope text not null,
    -- Who says that they have it: somebody here, the login provider at their last login, or the file of the municipality.
    source text not null check (source in ('given', 'claims', 'file')),
    given_at bigint not null,
    given_by text not null,
    reason text not null check (reason <> ''),
    -- The last day on which it is in force.
    ends_on text not null,
    ended_at bigint,
    ended_by text,
    ended_reason text,
    check ((role in ('ombud', 'administrator')) = (scope = '')),
    check ((ended_at is null) = (ended_by is null)),
    check ((ended_at is null) = (ended_reason is null)),
    check (ended_at is null or given_at <= ended_at)
);
create index staff_grant_employee on staff_grant (employee_id, id);
-- The same role is given once at a time by each source.
create unique index staff_grant_open on staff_grant (employee_id, role, scope, source) where ended_at is null;
-- What a source says now, and what has run out.
create index staff_grant_source on staff_grant (source, ends_on) where ended_at is null;
-- Who has a role now.
create index staff_grant_role on staff_grant (role, scope) where ended_at is null;
