-- A position belongs to a log: to a topic with an id, and to what the leaders of its epochs wrote.
-- One whose log is not what was read of it is halted; one that cannot be written waits in quarantine.

alter table topic_position
    add column topic_id        uuid,
    add column epoch           integer,
    add column epoch_offset    bigint,
    add column halted_why      text,
    add column quarantined_why text;
comment on column topic_position.topic_id is 'Kafka''s id of the topic; null: not known yet';
comment on column topic_position.epoch is
    'The leader epoch of the record at epoch_offset, by which a log that was cut is recognised';
comment on column topic_position.halted_why is
    'Nothing more is read, for good: the log is not what was read of it';
comment on column topic_position.quarantined_why is
    'Why it could not be read or written when that was tried last; it is tried again';

-- Keys may be longer than an index can hold.
drop index finding_ongoing;
create index finding_ongoing on finding (pipeline_id, stage, source_partition, md5(key)) where ongoing;
