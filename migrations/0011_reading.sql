-- When the person first read a letter (eForvaltningsforskriften § 8).
alter table letter add column opened_at bigint check (opened_at >= issued_at);
