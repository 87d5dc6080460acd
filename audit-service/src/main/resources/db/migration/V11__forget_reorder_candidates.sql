-- Reorder candidates are forgotten once it is decided about them; of them remains how many are out of
-- order.

update block set suspicions = 0 where verdict = 'PROVEN' and suspicions > 0;
delete from suspicion s
 where not exists (select from block b
                    where b.stage_id = s.stage_id and b.partition = s.partition
                      and b.first_offset <= s."offset" and s."offset" < b.end_offset
                      and b.verdict <> 'PROVEN');
comment on column block.suspicions is
    'Observed records that stand behind a later origin: those that are yet to be decided about, and those that are out of order';
