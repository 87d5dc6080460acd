-- A block is cut into segments where a frontier was taken within it, so that what is before can be
-- judged whatever comes after it.

alter table block
    add column first_offset bigint,
    add column end_offset   bigint;
update block set first_offset = number * 256, end_offset = (number + 1) * 256;
alter table block
    alter column first_offset set not null,
    alter column end_offset set not null,
    drop constraint block_pk,
    add constraint block_pk primary key (stage_id, partition, first_offset),
    drop column number;
comment on table block is
    'Segments of the blocks of 256 source offsets of a hop: what the reference expects, what is in the output. Right and complete ones are compacted into hop_minute';
comment on column block.end_offset is 'The first source offset behind the segment';
comment on column block.foreign_count is
    'Observed records that cannot be compared: made under another specification, or indigestible';

create table block_cut (
    stage_id  smallint not null,
    partition integer  not null,
    "offset"  bigint   not null,
    constraint block_cut_pk primary key (stage_id, partition, "offset"),
    constraint block_cut_stage_fk foreign key (stage_id) references stage
);
comment on table block_cut is
    'Source offsets at which a block is cut into segments, as long as something of the block is not compacted';
