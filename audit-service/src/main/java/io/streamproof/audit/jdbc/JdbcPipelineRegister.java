package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.PipelineRegister;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keys of pipelines and stages, given once. */
@Component
final class JdbcPipelineRegister implements PipelineRegister {
  private final JdbcClient jdbc;

  JdbcPipelineRegister(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public short pipeline(String name, String specification) {
    return jdbc.sql(
            """
            insert into pipeline (name, specification) values (?, ?)
            on conflict (name) do update set specification = excluded.specification
            returning id
            """)
        .params(name, specification)
        .query(Short.class)
        .single();
  }

  @Override
  public short stage(short pipelineId, String name) {
    return jdbc.sql(
            """
            insert into stage (pipeline_id, name) values (?, ?)
            on conflict (pipeline_id, name) do update set name = excluded.name
            returning id
            """)
        .params(pipelineId, name)
        .query(Short.class)
        .single();
  }
}
