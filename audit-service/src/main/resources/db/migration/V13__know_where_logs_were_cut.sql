-- Claims may come after the audit has found that the log was cut: what they are about is lost.

alter table topic_position add column halted_at bigint;
comment on column topic_position.halted_at is
    'The offset from which on the log is not what was read of it; null: it is, or it is that of another topic';
