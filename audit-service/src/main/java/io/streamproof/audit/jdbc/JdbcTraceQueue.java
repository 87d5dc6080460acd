package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.tracing.TraceQueue;
import io.streamproof.audit.tracing.TracedFinding;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Findings without a trace. While one is exported no row is held, so that nobody who writes to a
 * finding waits; other instances are kept off by a lock that holds nothing else.
 */
@Component
final class JdbcTraceQueue implements TraceQueue {
  /** Advisory locks of this kind guard exporting; the second key is the pipeline. */
  private static final int LOCK = 0x5350_5452;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /** What a second attempt needs is committed before the first one is made. */
  private final TransactionTemplate beforehand;

  private final UntracedFindings findings;

  JdbcTraceQueue(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.beforehand =
        new TransactionTemplate(
            Objects.requireNonNull(transaction.getTransactionManager()), transaction);
    this.beforehand.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.findings = new UntracedFindings(jdbc);
  }

  @Override
  public int export(
      AuditedPipeline pipeline, int most, Function<List<TracedFinding>, Map<Long, String>> work) {
    Integer exported =
        transaction.execute(status -> isAlone(pipeline) ? exportAlone(pipeline, most, work) : 0);
    return exported == null ? 0 : exported;
  }

  @Override
  public long waiting() {
    return findings.count();
  }

  private int exportAlone(
      AuditedPipeline pipeline, int most, Function<List<TracedFinding>, Map<Long, String>> work) {
    beforehand.executeWithoutResult(status -> findings.freeze(pipeline, most));
    List<TracedFinding> batch = findings.frozen(pipeline, most);
    if (batch.isEmpty()) {
      return 0;
    }
    Map<Long, String> traces = work.apply(batch);
    findings.traced(traces);
    return traces.size();
  }

  private boolean isAlone(AuditedPipeline pipeline) {
    return jdbc.sql("select pg_try_advisory_xact_lock(?, ?)")
        .params(LOCK, (int) pipeline.id())
        .query(Boolean.class)
        .single();
  }
}
