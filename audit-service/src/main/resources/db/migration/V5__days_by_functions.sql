-- Days of the index of events are made and dropped by functions that run with the rights of the
-- ledger's owner: so the role that runs the audit needs no rights but to rows.

create view event_day as
    select to_date(right(c.relname, 8), 'YYYYMMDD') as day
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'event_index'::regclass and c.relname ~ '^event_index_\d{8}$';
comment on view event_day is 'The days of the index of events, each a partition event_index_YYYYMMDD';

create function add_event_day(day date) returns void
    language plpgsql security definer as $$
declare
    own text := 'event_index_' || to_char(day, 'YYYYMMDD');
begin
    if exists (select from event_day d where d.day = add_event_day.day) then
        return;
    end if;
    perform pg_advisory_xact_lock(1397769540);
    -- Asked again: another may have made it while the lock was waited for.
    if not exists (select from event_day d where d.day = add_event_day.day) then
        execute format('create table %I (like event_index including defaults)', own);
        execute format('alter table event_index attach partition %I for values from (%L) to (%L)',
                       own, day, day + 1);
    end if;
end
$$;
comment on function add_event_day is 'Makes a day''s partition of the index of events unless it is there';

create function drop_event_day(day date) returns void
    language plpgsql security definer as $$
begin
    execute format('drop table if exists %I', 'event_index_' || to_char(day, 'YYYYMMDD'));
end
$$;
comment on function drop_event_day is 'Drops a day''s partition of the index of events';

-- They must not be led to tables of others, and are nobody's but the owner's until he grants them.
do $$
begin
    execute format('alter function add_event_day set search_path = %I, pg_temp', current_schema());
    execute format('alter function drop_event_day set search_path = %I, pg_temp', current_schema());
end
$$;
revoke all on function add_event_day, drop_event_day from public;
