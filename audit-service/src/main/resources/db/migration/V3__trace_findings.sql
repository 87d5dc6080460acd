-- Which findings have their trace, and what an attempt to export it must repeat to the last byte.

alter table finding
    add column trace_kind text,
    add column trace_time timestamptz,
    add column traced_at  timestamptz;
comment on column finding.trace_kind is
    'Its kind when its trace was first to be exported; null: that has not been tried';
comment on column finding.trace_time is
    'When the first finding of the same trace was found: the times of its spans follow from it';
comment on column finding.traced_at is
    'When a collector acknowledged its trace, trace_id; null: none has';

create index finding_untraced on finding (pipeline_id, found_at) where traced_at is null;
create index finding_trace on finding (trace_id) where trace_time is not null;
