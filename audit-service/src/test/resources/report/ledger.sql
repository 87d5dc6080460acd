-- A pipeline with something of everything, and one in which all is proven. A third is not here.
insert into pipeline (name) values ('flights'), ('calm');
insert into specification (pipeline_id, since, hash)
values (1, '2025-12-31T12:00:00Z', '1b7d05e3'), (1, '2026-01-01T00:00:00Z', '9f31c2aa'),
       (2, '2026-01-01T00:00:00Z', '9f31c2aa');
insert into stage (pipeline_id, name)
select p.id, s.name from pipeline p, (values (1, 'late'), (2, 'route')) as s (place, name)
 order by p.id, s.place;

insert into topic_position (topic, partition, start_offset, next_offset, last_record, last_time)
values ('flights.source', 0, 0, 700, 699, '2001-03-31T22:27:30Z'),
       ('flights.source', 1, 0, 300, 299, '2001-03-31T22:26:59Z'),
       ('flights.late', 0, 0, 120, 118, '2001-03-31T22:26:58Z'),
       ('flights.late', 1, 0, 66, 64, '2001-03-31T22:26:57Z'),
       ('calm.source', 0, 0, 512, 511, '2001-03-31T22:25:40Z'),
       ('calm.source', 1, 0, 0, -1, null),
       ('calm.late', 0, 0, 130, 128, '2001-03-31T22:25:39Z'),
       ('calm.late', 1, 0, 0, -1, null);

insert into hop (stage_id, partition, settled_through, checked_at)
values (1, 0, 512, now()), (1, 1, 300, now()), (2, 0, 120, now()), (2, 1, 66, now()),
       (3, 0, 512, now()), (3, 1, 0, now()), (4, 0, 130, now()), (4, 1, 0, now());

insert into hop_minute (stage_id, partition, minute, records, emitted_from, dead_lettered, expected,
                        blocks, last_time)
values (1, 0, '2001-03-31T22:25:00Z', 512, 100, 2, 105, 2, '2001-03-31T22:25:59Z'),
       (1, 1, '2001-03-31T22:25:00Z', 256, 56, 0, 56, 1, '2001-03-31T22:26:09Z'),
       (3, 0, '2001-03-31T22:25:00Z', 512, 128, 0, 128, 2, '2001-03-31T22:25:40Z');

insert into block (stage_id, partition, first_offset, end_offset, records, emitted_from, dead_lettered,
                   expected_count, first_time, last_time, verdict)
values (1, 0, 512, 768, 188, 30, 1, 31, '2001-03-31T22:27:00Z', '2001-03-31T22:27:30Z', 'OPEN'),
       (1, 1, 256, 512, 44, 10, 1, 13, '2001-03-31T22:26:10Z', '2001-03-31T22:26:59Z', 'VIOLATED'),
       (2, 0, 0, 256, 110, 110, 0, 110, '2001-03-31T22:25:05Z', '2001-03-31T22:26:58Z', 'PROVEN'),
       (2, 1, 0, 256, 61, 61, 0, 61, '2001-03-31T22:25:07Z', '2001-03-31T22:26:57Z', 'PROVEN'),
       (4, 0, 0, 256, 128, 128, 0, 128, '2001-03-31T22:25:00Z', '2001-03-31T22:25:39Z', 'PROVEN');

insert into source_minute (pipeline_id, partition, minute, claimed, observed, last_time)
values (1, 0, '2001-03-31T22:25:00Z', 512, 512, '2001-03-31T22:25:59Z'),
       (1, 1, '2001-03-31T22:25:00Z', 256, 256, '2001-03-31T22:26:09Z'),
       (2, 0, '2001-03-31T22:25:00Z', 512, 512, '2001-03-31T22:25:40Z');

insert into source_block (pipeline_id, partition, number, claimed, observed, first_time, verdict)
values (1, 0, 2, rpad(repeat('1', 188), 256, '0')::bit(256),
        rpad(repeat('1', 188), 256, '0')::bit(256), '2001-03-31T22:27:00Z', 'OPEN'),
       (1, 1, 1, rpad(repeat('1', 45), 256, '0')::bit(256),
        rpad('0' || repeat('1', 44), 256, '0')::bit(256), '2001-03-31T22:26:10Z', 'VIOLATED');

insert into finding (pipeline_id, stage, kind, identity, source_partition, source_offset, index,
                     topic, out_partition, out_offset, key, trace_id, event_time, found_at,
                     affected, ongoing, detail, expected, observed)
values (1, 'late', 'LOST', 'late:1@258#0', 1, 258, 0, null, null, null, 'ATL'::bytea,
        '0af7651916cd43dd8448eb211c80319c', '2001-03-31T22:26:12Z', '2026-01-01T00:00:01Z', 1,
        false, 'it stands nowhere in the output',
        '{"topic":"flights.late","partition":1,"key":"ATL","value":{"delay":17}}', null),
       (1, 'late', 'CORRUPTED', 'late:1@257#0', 1, 257, 0, 'flights.late', 1, 20, 'ATL'::bytea,
        '0af7651916cd43dd8448eb211c80319c', '2001-03-31T22:26:11Z', '2026-01-01T00:00:02.5Z', 1,
        false, 'value differs',
        '{"topic":"flights.late","partition":1,"key":"ATL","value":{"delay":17,"fare":10.10,"seats":[1,2,3],"id":12345678901234567890}}',
        '{"topic":"flights.late","partition":1,"offset":20,"key":"ATL","value":{"delay":18,"fare":10.10,"seats":[1,3],"id":12345678901234567890}}'),
       (1, 'late', 'PHANTOM', 'flights.late:0@7', null, null, null, 'flights.late', 0, 7, null,
        null, '2001-03-31T22:26:50Z', '2026-01-01T00:00:03Z', 1, false,
        'the record has no origin', null,
        '{"topic":"flights.late","partition":0,"offset":7,"value":null}'),
       (1, 'route', 'DUPLICATED', 'route:0@4#0', 0, 4, 0, 'flights.route', 0, 5, 'ATL'::bytea,
        '0af7651916cd43dd8448eb211c80319c', '2001-03-31T22:25:06Z', '2026-01-01T00:00:04Z', 1,
        false, 'it stands there twice', null, null),
       (1, 'route', 'UNTRACED', 'route:1@6#0', 1, 6, 0, 'flights.route', 1, 6, 'BOS'::bytea,
        null, '2001-03-31T22:25:08Z', '2026-01-01T00:00:05Z', 1, false,
        'its trace id is not that of its source', null, null),
       (1, 'source', 'LOST_AT_SOURCE', 'flights.source:1@256', 1, 256, 0, 'flights.source', 1, 256,
        null, null, null, '2026-01-01T00:00:06Z', 1, false,
        'ingest acknowledged it to its client, but no record stands there', null, null),
       (1, 'source', 'DUPLICATED_AT_SOURCE', 'flights.source:0@9', 0, 9, 0, 'flights.source', 0, 9,
        null, null, '2001-03-31T22:25:30Z', '2026-01-01T00:00:07Z', 1, false,
        'the same event stands at flights.source:0@8', null, null);
insert into finding (pipeline_id, stage, kind, identity, source_partition, source_offset, index, topic,
                     out_partition, out_offset, trace_id, event_time, found_at, affected, ongoing,
                     slowest_micros, resolved_at, detail)
values (1, 'route', 'LATE', 'route:1@0-255', 1, 3, 0, 'flights.route', 1, 3,
        '0af7651916cd43dd8448eb211c80319c', '2001-03-31T22:25:09Z', '2026-01-01T00:00:08Z', 12,
        false, 31234567, null, 'it took longer than the 30000 ms allowed'),
       (1, 'route', 'STALLED', 'route:0@4', 0, 4, 0, null, null, null, null, null,
        '2026-01-01T00:00:09Z', 1, false, null, '2026-01-01T00:01:09Z',
        'it has committed nothing for 60000 ms, though records wait from this one on');
update finding set traced_at = '2026-01-01T00:00:03Z' where kind = 'CORRUPTED';
