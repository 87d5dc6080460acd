package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.PipelineRegister;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys of pipelines and stages, given once. */
@Component
final class JdbcPipelineRegister implements PipelineRegister {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  JdbcPipelineRegister(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public short pipeline(String name, String specification) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              short id = pipeline(name);
              remember(id, specification);
              return id;
            }));
  }

  /** The key of a pipeline, whose row is locked until the transaction ends. */
  private short pipeline(String name) {
    return jdbc.sql(
            """
            insert into pipeline (name) values (?)
            on conflict (name) do update set name = excluded.name
            returning id
            """)
        .param(name)
        .query(Short.class)
        .single();
  }

  /** Notes a specification, unless it is the newest already. */
  private void remember(short pipelineId, String specification) {
    jdbc.sql(
            """
            insert into specification (pipeline_id, since, hash)
            select ?, clock_timestamp(), ?
             where ? is distinct from
                   (select hash from specification
                     where pipeline_id = ? order by since desc limit 1)
            """)
        .params(pipelineId, specification, specification, pipelineId)
        .update();
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
