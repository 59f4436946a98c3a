-- Which installation this is. One row, made by this migration: a database without the table is not ours.
create table installation (
    only_row boolean primary key check (only_row),
    schema_name text not null
);
insert into installation (only_row, schema_name) values (true, 'minside');

-- Forms on their way back to the page they came from (http/returned_form). What was typed is sealed with a key that
-- is not here: half of it is in the address that the person was sent to, half in the person's cookie.
create table returned_form (
    -- SHA-256 of the random part of the address.
    token_hash bytea primary key,
    -- Nonce (24 bytes) and ciphertext.
    sealed bytea not null,
    -- UTC milliseconds.
    expires_at bigint not null
);
create index returned_form_expires_at on returned_form (expires_at);
