-- Claims whose records are gone are not violated.

alter table source_block
    drop constraint source_block_verdict_known,
    add constraint source_block_verdict_known
        check (verdict in ('OPEN', 'PROVEN', 'VIOLATED', 'UNVERIFIABLE'));

-- Consumers name the ledger that they write to, so that two audits that share a group notice.

create table ledger_identity (
    id      uuid    not null default gen_random_uuid(),
    is_only boolean not null default true,
    constraint ledger_identity_pk primary key (is_only),
    constraint ledger_identity_only check (is_only)
);
insert into ledger_identity default values;
comment on table ledger_identity is 'One row: what this ledger is known by, for as long as it lives';
