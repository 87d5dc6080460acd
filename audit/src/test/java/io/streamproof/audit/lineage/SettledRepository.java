package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A ledger that has settled all, and found nothing but what a test adds. */
public final class SettledRepository implements LineageRepository {
  public final List<RecordPlace> misplaced = new ArrayList<>();
  public long settledThrough = Long.MAX_VALUE;

  @Override
  public List<RecordPlace> misplaced(AuditedStage stage, int partition, long offset) {
    return List.copyOf(misplaced);
  }

  @Override
  public Optional<String> duplicate(AuditedPipeline pipeline, RecordPlace place) {
    return Optional.empty();
  }

  @Override
  public long settledThrough(AuditedStage stage, int partition) {
    return settledThrough;
  }
}
