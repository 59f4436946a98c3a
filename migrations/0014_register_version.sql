-- A number that is another after each change of the register: who has read it asks for this, and reads it again only then. One
-- row, once there is a system.
create table register_version (
    only_one bigint not null primary key check (only_one = 1),
    number bigint not null
);
