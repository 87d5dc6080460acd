package io.streamproof.audit.report;

import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.trouble.Trouble;
import io.streamproof.audit.trouble.TroubleLog;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The state of each pipeline, as this instance sees it. Thread-safe. */
public final class InstanceStates {
  private final FrontierLog frontiers;
  private final TroubleLog troubles;
  private final Map<String, OptionalLong> unread = new ConcurrentHashMap<>();
  private final Map<String, List<String>> notRead = new ConcurrentHashMap<>();

  public InstanceStates(FrontierLog frontiers, TroubleLog troubles) {
    this.frontiers = frontiers;
    this.troubles = troubles;
  }

  /**
   * A poll has succeeded.
   *
   * @param records how many the audit has not read
   */
  public void polled(String pipeline, long records, LedgerSummary summary) {
    unread.put(pipeline, OptionalLong.of(records));
    notRead.put(pipeline, Reasons.notRead(summary));
  }

  /** A poll has failed. */
  public void failed(String pipeline) {
    unread.put(pipeline, OptionalLong.empty());
  }

  /** What keeps a pipeline from being read or proven, a sentence each. */
  public List<String> troubles(String pipeline) {
    return Stream.concat(
            troubles.of(pipeline).stream().map(Trouble::what),
            notRead.getOrDefault(pipeline, List.of()).stream())
        .toList();
  }

  /** To be asked before the ledger is read: that may have come further since, never less far. */
  public InstanceState of(String pipeline) {
    return new InstanceState(
        frontiers.state(pipeline),
        frontiers.openFor(pipeline),
        troubles.of(pipeline),
        unread.getOrDefault(pipeline, OptionalLong.empty()));
  }
}
