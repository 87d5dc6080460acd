-- Results that took longer than their pipeline allows, and stages that stand still: warnings that tell
-- how slow it was, and when it was over.

create table late_emissions (
    id             bigint generated always as identity,
    stage_id       smallint not null,
    partition      integer  not null,
    number         bigint   not null,
    emissions      integer  not null,
    slowest_micros bigint   not null,
    first_offset   bigint   not null,
    first_index    integer  not null,
    topic          text     not null,
    out_partition  integer  not null,
    out_offset     bigint   not null,
    trace_id       text,
    event_time     timestamptz not null,
    constraint late_emissions_pk primary key (id),
    constraint late_emissions_stage_fk foreign key (stage_id) references stage
);
comment on table late_emissions is
    'Late results that a batch has seen of a block; once the block is judged, they become a finding';
comment on column late_emissions.first_offset is 'The source offset of the first of them; what follows is about it';

alter table finding
    add column slowest_micros bigint,
    add column resolved_at    timestamptz;
comment on column finding.slowest_micros is
    'LATE: how long the slowest took, from its event''s arrival at ingest to its emission';
comment on column finding.resolved_at is 'STALLED: when the stage was seen to move again';

create index finding_stalled on finding (pipeline_id) where kind = 'STALLED' and ongoing;
