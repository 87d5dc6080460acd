-- What was proven while another specification was in force was proven of that one.

create table specification (
    pipeline_id smallint    not null,
    since       timestamptz not null,
    hash        text        not null,
    constraint specification_pk primary key (pipeline_id, since),
    constraint specification_pipeline_fk foreign key (pipeline_id) references pipeline
);
comment on table specification is 'By which specifications each pipeline has been audited, and since when';
insert into specification (pipeline_id, since, hash) select id, now(), specification from pipeline;
alter table pipeline drop column specification;
comment on table pipeline is 'The pipelines under audit';
