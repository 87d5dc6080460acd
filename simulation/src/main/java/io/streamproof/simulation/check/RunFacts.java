package io.streamproof.simulation.check;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.simulation.actor.Acknowledgement;
import io.streamproof.simulation.broker.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What has been done in a run that the logs do not tell. */
public final class RunFacts {
  private final List<Acknowledgement> acknowledged = new ArrayList<>();
  private final Set<LogEntry> forged = new LinkedHashSet<>();
  private final Set<String> forgedClaims = new LinkedHashSet<>();
  private final Set<String> changedTopics = new LinkedHashSet<>();
  private final List<String> clouds = new ArrayList<>();
  private final Set<TopicPartition> lostAfterReading = new LinkedHashSet<>();
  private boolean isCompacted;

  /** What clients were told; ingest adds to it. */
  public List<Acknowledgement> acknowledged() {
    return acknowledged;
  }

  /** A record that nobody has made who had to. */
  public void forged(LogEntry entry) {
    forged.add(entry);
  }

  boolean isForged(LogEntry entry) {
    return forged.contains(entry);
  }

  /** Whether a record was forged that claims to be an emission of a stage. */
  boolean isForged(String stage, String identity) {
    return forged.stream()
        .map(LogEntry::origin)
        .filter(Objects::nonNull)
        .anyMatch(
            origin ->
                origin.stage().equals(stage)
                    && EmissionKey.of(origin).origin(stage).equals(identity));
  }

  /** A claim of what nobody has acknowledged, as {@code partition:block}. */
  public void forgedClaim(int partition, long block) {
    forgedClaims.add(partition + ":" + block);
    cloud("claims were forged");
  }

  boolean isClaimForged(int partition, long block) {
    return forgedClaims.contains(partition + ":" + block);
  }

  /** A topic's log has lost what readers have seen of it, so findings about it may be of either. */
  public void changed(String topic) {
    changedTopics.add(topic);
  }

  boolean isChanged(String topic) {
    return changedTopics.contains(topic);
  }

  /** A log has lost records that are in the ledger. */
  public void lostAfterReading(TopicPartition partition) {
    lostAfterReading.add(partition);
  }

  /** The ledger is an older one, which may know nothing of what was lost. */
  public void forgottenByTheLedger() {
    lostAfterReading.clear();
  }

  Set<TopicPartition> lostAfterReading() {
    return lostAfterReading;
  }

  /** A topic was compacted, which the audit refuses to prove anything on, once it looks. */
  public void compacted() {
    isCompacted = true;
  }

  boolean isCompacted() {
    return isCompacted;
  }

  /** Evidence is gone, or was made unreadable, so that the verdict may stay UNKNOWN. */
  public void cloud(String why) {
    clouds.add(why);
  }

  public boolean isClouded() {
    return !clouds.isEmpty();
  }
}
