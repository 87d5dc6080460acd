-- A ledger may begin on topics whose beginning is gone, if that is accepted: then it says from where on
-- each partition is read, and from where on it is judged what follows from its records.

alter table topic_position
    add column baseline_offset bigint,
    add column judged_from     bigint,
    add column baseline_at     timestamptz;
comment on column topic_position.baseline_offset is
    'Where reading began, accepted as the baseline; null: the partition is audited from its beginning';
comment on column topic_position.judged_from is
    'The first offset of which the stages that read it are judged: what followed from earlier ones may be gone';
comment on column topic_position.baseline_at is 'When the baseline was accepted';
