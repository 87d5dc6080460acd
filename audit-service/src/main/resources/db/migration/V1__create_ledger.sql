-- The ledger: what the audit has read, what it expects, what it has observed, and what it has found.
-- Hashes are summed modulo 2^64 in two lanes; lanes are bigints in two's complement.

create function add64(a bigint, b bigint) returns bigint
    language sql immutable strict parallel safe
    return (mod(a::numeric + b::numeric + 27670116110564327424, 18446744073709551616)
            - 9223372036854775808)::bigint;
comment on function add64 is 'Addition modulo 2^64 in two''s complement, which bigint itself refuses';

create table pipeline (
    id            smallint generated always as identity,
    name          text not null,
    specification text not null,
    constraint pipeline_pk primary key (id),
    constraint pipeline_name_unique unique (name)
);
comment on table pipeline is 'The pipelines under audit; specification is the hash of the newest one seen';

create table stage (
    id          smallint generated always as identity,
    pipeline_id smallint not null,
    name        text not null,
    constraint stage_pk primary key (id),
    constraint stage_pipeline_fk foreign key (pipeline_id) references pipeline,
    constraint stage_name_unique unique (pipeline_id, name)
);
comment on table stage is 'The stages of the pipelines, as short keys for the blocks';

create table topic_position (
    topic        text    not null,
    partition    integer not null,
    start_offset bigint  not null,
    next_offset  bigint  not null,
    last_record  bigint  not null default -1,
    last_time    timestamptz,
    last_origins jsonb   not null default '{}',
    constraint topic_position_pk primary key (topic, partition)
) with (fillfactor = 50);
comment on table topic_position is
    'How far each topic partition has been read; written in the transaction that writes what was read';
comment on column topic_position.start_offset is 'The first offset that could be read; all before is beyond proof';
comment on column topic_position.last_record is 'The offset of the last record read (not of a marker); -1: none';
comment on column topic_position.last_time is 'The greatest event time read';
comment on column topic_position.last_origins is
    'Per "stage/source partition" the greatest origin seen, [offset, index, where it stands]: origins must increase';

create table block (
    stage_id       smallint not null,
    partition      integer  not null,
    number         bigint   not null,
    records        integer  not null default 0,
    emitted_from   integer  not null default 0,
    dead_lettered  integer  not null default 0,
    expected_count bigint   not null default 0,
    expected_high  bigint   not null default 0,
    expected_low   bigint   not null default 0,
    expected_last  bigint   not null default -1,
    observed_count bigint   not null default 0,
    observed_high  bigint   not null default 0,
    observed_low   bigint   not null default 0,
    observed_last  bigint   not null default -1,
    foreign_count  integer  not null default 0,
    suspicions     integer  not null default 0,
    ranges         int8multirange not null default '{}',
    first_time     timestamptz,
    last_time      timestamptz,
    verdict        text     not null default 'OPEN',
    constraint block_pk primary key (stage_id, partition, number),
    constraint block_stage_fk foreign key (stage_id) references stage,
    constraint block_verdict_known check
        (verdict in ('OPEN', 'PROVEN', 'SUSPECT', 'VIOLATED', 'UNVERIFIABLE'))
) with (fillfactor = 50);
comment on table block is
    '256 source offsets of one hop: what the reference expects, what stands in the output. Right and complete ones are folded into hop_minute';
comment on column block.records is 'Source records read';
comment on column block.emitted_from is 'Source records with at least one expected emission';
comment on column block.dead_lettered is 'Source records with an expected dead letter';
comment on column block.expected_count is 'Expected emissions, dead letters included';
comment on column block.expected_last is 'The last source offset that is part of the expected sums';
comment on column block.observed_last is 'The greatest origin offset that is part of the observed sums';
comment on column block.foreign_count is 'Observed records that were made under another specification';
comment on column block.suspicions is 'Observed records that stand behind a later origin';
comment on column block.ranges is
    'Where the observed records stand: output slot times 2^48 plus offset; slot is twice the partition, plus 1 in the dead-letter topic';
comment on column block.verdict is
    'OPEN: not settled. SUSPECT: settled and unequal, to be investigated. VIOLATED: investigated, with findings';

create table hop (
    stage_id        smallint not null,
    partition       integer  not null,
    settled_through bigint   not null,
    checked_at      timestamptz not null,
    constraint hop_pk primary key (stage_id, partition),
    constraint hop_stage_fk foreign key (stage_id) references stage
) with (fillfactor = 50);
comment on table hop is 'Per stage and source partition: all source offsets below settled_through are settled';

create table hop_minute (
    stage_id      smallint    not null,
    partition     integer     not null,
    minute        timestamptz not null,
    records       bigint      not null,
    emitted_from  bigint      not null,
    dead_lettered bigint      not null,
    expected      bigint      not null,
    blocks        bigint      not null,
    last_time     timestamptz not null,
    constraint hop_minute_pk primary key (stage_id, partition, minute),
    constraint hop_minute_stage_fk foreign key (stage_id) references stage
) with (fillfactor = 70);
comment on table hop_minute is
    'Proven blocks, folded: sums per minute of the event time of a block''s first record';

create table source_block (
    pipeline_id    smallint not null,
    partition      integer  not null,
    number         bigint   not null,
    claimed        bit(256) not null default repeat('0', 256)::bit(256),
    claimed_high   bigint   not null default 0,
    claimed_low    bigint   not null default 0,
    observed       bit(256) not null default repeat('0', 256)::bit(256),
    observed_high  bigint   not null default 0,
    observed_low   bigint   not null default 0,
    first_time     timestamptz,
    last_time      timestamptz,
    verdict        text     not null default 'OPEN',
    updated_at     timestamptz not null default now(),
    constraint source_block_pk primary key (pipeline_id, partition, number),
    constraint source_block_pipeline_fk foreign key (pipeline_id) references pipeline,
    constraint source_block_verdict_known check (verdict in ('OPEN', 'PROVEN', 'VIOLATED'))
) with (fillfactor = 50);
comment on table source_block is
    '256 offsets of a source topic: which ingest claims to have acknowledged, which stand in the topic; bit 0 is the first offset';

create table source_minute (
    pipeline_id smallint    not null,
    partition   integer     not null,
    minute      timestamptz not null,
    claimed     bigint      not null,
    observed    bigint      not null,
    last_time   timestamptz not null,
    constraint source_minute_pk primary key (pipeline_id, partition, minute),
    constraint source_minute_pipeline_fk foreign key (pipeline_id) references pipeline
) with (fillfactor = 70);
comment on table source_minute is 'Source blocks whose claims are all met, folded as in hop_minute';

create table event_index (
    pipeline_id smallint not null,
    event       uuid     not null,
    partition   integer  not null,
    "offset"    bigint   not null,
    constraint event_index_pipeline_fk foreign key (pipeline_id) references pipeline
);
create index event_index_event on event_index (event);
comment on table event_index is
    'Where each event stands in the source topic; event is the XXH3-128 of source, newline and id';

create table suspicion (
    stage_id      smallint not null,
    partition     integer  not null,
    "offset"      bigint   not null,
    index         integer  not null,
    topic         text     not null,
    out_partition integer  not null,
    out_offset    bigint   not null,
    behind_offset bigint   not null,
    behind_index  integer  not null,
    behind_at     bigint   not null,
    constraint suspicion_pk primary key (topic, out_partition, out_offset),
    constraint suspicion_stage_fk foreign key (stage_id) references stage
);
create index suspicion_block on suspicion (stage_id, partition, "offset");
comment on column suspicion.behind_at is 'The offset, in the same output partition, at which the later origin stands';
comment on table suspicion is
    'Records seen behind a later origin of the same source partition; an investigation decides';

create table reference_state (
    stage_id      smallint not null,
    partition     integer  not null,
    next_offset   bigint   not null,
    specification text     not null,
    state         bytea    not null,
    constraint reference_state_pk primary key (stage_id, partition, next_offset),
    constraint reference_state_stage_fk foreign key (stage_id) references stage
);
alter table reference_state alter column state set storage external;
comment on table reference_state is
    'Snapshots of the reference''s state before next_offset, from which it resumes; the newest few are kept';

create table finding (
    id               bigint generated always as identity,
    pipeline_id      smallint    not null,
    stage            text        not null,
    kind             text        not null,
    identity         text        not null,
    source_partition integer,
    source_offset    bigint,
    index            integer,
    topic            text,
    out_partition    integer,
    out_offset       bigint,
    key              bytea,
    trace_id         text,
    event_time       timestamptz,
    found_at         timestamptz not null default now(),
    affected         bigint      not null default 1,
    ongoing          boolean     not null default false,
    last_offset      bigint,
    detail           text        not null,
    expected         text,
    observed         text,
    constraint finding_pk primary key (id),
    constraint finding_pipeline_fk foreign key (pipeline_id) references pipeline
);
create unique index finding_once on finding
    (pipeline_id, stage, identity, (case kind when 'DIVERGED' then 'CORRUPTED' else kind end));
create index finding_ongoing on finding (pipeline_id, stage, source_partition, key) where ongoing;
create index finding_newest on finding (pipeline_id, id desc);
comment on table finding is 'Anomalies, one row each, with their evidence';
comment on column finding.stage is 'The stage to blame, or "source"';
comment on column finding.identity is 'What makes it one anomaly: an origin, a position in a topic, or a block';
comment on column finding.event_time is 'Event time of the source record that it is about; all from there on is not proven';
comment on column finding.ongoing is 'For a key of a stateful stage: no right emission has been seen since';
comment on column finding.last_offset is 'For a key of a stateful stage: the last source offset whose emission is wrong';
comment on column finding.expected is
    'The expected record as a JSON object: topic, partition, offset, key, value, time, type, traceId';
