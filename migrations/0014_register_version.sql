-- How often the register was changed: who has read it asks for this, and reads it again only where it is another. One row, once
-- there is a system.
create table register_version (
    only_one bigint not null primary key check (only_one = 1),
    number bigint not null
);
