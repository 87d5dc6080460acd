package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A ledger that has settled all, and found nothing but what a test adds. */
public final class SettledNotes implements LedgerNotes {
  public final List<Place> strays = new ArrayList<>();
  public long settledThrough = Long.MAX_VALUE;

  @Override
  public List<Place> strays(AuditedStage stage, int partition, long offset) {
    return List.copyOf(strays);
  }

  @Override
  public Optional<String> repetition(AuditedPipeline pipeline, Place place) {
    return Optional.empty();
  }

  @Override
  public long settledThrough(AuditedStage stage, int partition) {
    return settledThrough;
  }
}
