-- The index of events, by the day on which an event was indexed: old days are dropped as tables, not
-- deleted row by row. It knows the events' traces now. What was indexed before counts as today's.

-- A row per event would ask for its pipeline, which is never deleted.
alter table event_index drop constraint event_index_pipeline_fk;

do $$
declare
    today date := (now() at time zone 'UTC')::date;
    first text := 'event_index_' || to_char(today, 'YYYYMMDD');
begin
    execute format('alter table event_index rename to %I', first);
    execute format('alter index event_index_event rename to %I', first || '_event_idx');
    execute format('alter table %I add column trace uuid', first);
    execute format('alter table %I add column day date not null default %L', first, today);

    create table event_index (
        "offset"    bigint   not null,
        event       uuid     not null,
        trace       uuid,
        partition   integer  not null,
        day         date     not null default (now() at time zone 'UTC')::date,
        pipeline_id smallint not null
    ) partition by range (day);
    create index event_index_event on event_index (event);
    create index event_index_trace on event_index (trace) where trace is not null;

    execute format('alter table event_index attach partition %I for values from (%L) to (%L)',
                   first, today, today + 1);
end
$$;

comment on table event_index is
    'Where each event stands in the source topic; event is the XXH3-128 of source, newline and id';
comment on column event_index.day is 'On which it was indexed, by UTC; each day is a partition';
comment on column event_index.trace is 'The id of its trace; null: it has none, or it was indexed before this column was';

-- What walks of lineage, and traces of findings, ask: the findings about one source record.
create index finding_source on finding (pipeline_id, stage, source_partition, source_offset);
