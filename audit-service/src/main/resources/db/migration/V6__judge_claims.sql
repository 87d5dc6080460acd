-- Claims are compared with the records that they are about, whether or not others beside these are
-- claimed; and a claim that is repeated after its block was compacted is recognised.

alter table source_block
    drop column updated_at,
    add column unclaimed_since timestamptz not null default now();
comment on column source_block.unclaimed_since is
    'Since when a record has been waiting for its claim; means nothing while all are claimed';

create table source_progress (
    pipeline_id     smallint not null,
    partition       integer  not null,
    compacted_below bigint   not null,
    constraint source_progress_pk primary key (pipeline_id, partition),
    constraint source_progress_pipeline_fk foreign key (pipeline_id) references pipeline
) with (fillfactor = 50);
comment on table source_progress is
    'Per source partition: all blocks with a smaller number are compacted';
