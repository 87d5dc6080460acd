package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.Bookkeeper;
import io.streamproof.audit.report.Books;
import io.streamproof.audit.report.Minute;
import io.streamproof.audit.report.Range;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads books in one snapshot of the database, so that a block never counts twice or not at all.
 */
@Component
final class SelectBooks implements Bookkeeper {
  private final TransactionTemplate snapshot;
  private final SelectHops hops;
  private final SelectPositions positions;
  private final SelectFolded folded;
  private final SelectBlocks blocks;
  private final SelectSource source;
  private final SelectFindingCounts findings;
  private final SelectMinutes minutes;

  SelectBooks(JdbcClient jdbc, PlatformTransactionManager transactions) {
    snapshot = new TransactionTemplate(transactions);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    snapshot.setReadOnly(true);
    hops = new SelectHops(jdbc);
    positions = new SelectPositions(jdbc);
    folded = new SelectFolded(jdbc);
    blocks = new SelectBlocks(jdbc);
    source = new SelectSource(jdbc);
    findings = new SelectFindingCounts(jdbc);
    minutes = new SelectMinutes(jdbc);
  }

  @Override
  public Books books(PipelineSpecification pipeline, Range range) {
    return read(
        pipeline,
        range,
        () -> folded.of(pipeline.name(), range),
        () -> source.of(pipeline, range, range));
  }

  @Override
  public Books open(PipelineSpecification pipeline) {
    return read(pipeline, Range.ALL, List::of, () -> source.of(pipeline, Range.ALL, Range.NONE));
  }

  private Books read(
      PipelineSpecification pipeline,
      Range range,
      Supplier<List<Books.Folded>> sums,
      Supplier<Books.Source> sourceBooks) {
    String name = pipeline.name();
    Books books =
        snapshot.execute(
            status ->
                new Books(
                    hops.of(name),
                    positions.of(pipeline),
                    sums.get(),
                    blocks.of(name, range),
                    sourceBooks.get(),
                    findings.of(name, range)));
    return Objects.requireNonNull(books);
  }

  @Override
  public List<Minute> minutes(PipelineSpecification pipeline, Range range, int limit) {
    return minutes.of(pipeline, range, limit);
  }
}
