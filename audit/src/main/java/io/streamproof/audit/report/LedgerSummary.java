package io.streamproof.audit.report;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the ledger holds of one pipeline, as of one moment. Sums and counts are of the range
 * that was asked for, or have no time; everything else is of the pipeline's whole life.
 *
 * <p>A time from which on something is not proven is {@link Instant#MIN} if it is not known: then
 * nothing is.
 */
public record LedgerSummary(
    List<SpecificationSince> specifications,
    List<HopProgress> hops,
    List<TopicProgress> positions,
    List<CompactedSums> compacted,
    List<BlockGroup> blocks,
    SourceSummary source,
    List<FindingGroup> findings) {
  public LedgerSummary {
    specifications = List.copyOf(specifications);
    hops = List.copyOf(hops);
    positions = List.copyOf(positions);
    compacted = List.copyOf(compacted);
    blocks = List.copyOf(blocks);
    findings = List.copyOf(findings);
  }

  /**
   * A specification by which the pipeline has been audited, the newest first; of very many, the
   * newest.
   *
   * @param specification its hash
   */
  public record SpecificationSince(String specification, Instant since) {}

  /** Up to which source offset a stage is settled. */
  public record HopProgress(String stage, int partition, long settledThrough) {}

  /**
   * How far a topic has been read.
   *
   * @param start the first offset that could be read
   * @param lastTime the greatest event time read; null: no record yet
   * @param trouble why it is not read, for good or at present; null: it is read
   * @param isHalted whether that is for good
   * @param baseline where its audit begins; null: at 0
   */
  public record TopicProgress(
      String topic,
      int partition,
      long start,
      long next,
      @Nullable Instant lastTime,
      @Nullable String trouble,
      boolean isHalted,
      @Nullable Baseline baseline) {
    /** Whether records were gone before the audit could read them, and nobody has accepted that. */
    boolean hasGap() {
      return start > (baseline == null ? 0 : baseline.readFrom());
    }
  }

  /** The sums of a stage's blocks that are proven, complete and compacted. */
  public record CompactedSums(String stage, RecordSums sums) {}

  /**
   * The segments of blocks of one verdict that are not compacted.
   *
   * @param count how many there are in the range
   * @param sums of those in the range
   * @param first the least source offset
   * @param since the least event time
   */
  public record BlockGroup(
      String stage,
      int partition,
      BlockVerdict verdict,
      long count,
      RecordSums sums,
      long first,
      Instant since) {}

  /**
   * The source topic against the claims of ingest.
   *
   * @param claimed acknowledged to clients
   * @param observed standing in the topic
   * @param violated blocks of which records are missing for good, or are not as claimed
   */
  public record SourceSummary(long claimed, long observed, long violated) {}

  /**
   * The findings of one kind.
   *
   * @param stage the stage to blame, or {@code source}
   * @param partition of the stage's source; null: it is not known which
   * @param count how many there are in the range
   * @param since the least event time; of a claim that is not met, that of its block
   */
  public record FindingGroup(
      String stage, FindingKind kind, @Nullable Integer partition, long count, Instant since) {}

  /**
   * What has become of some source records of a stage.
   *
   * @param records source records read
   * @param emittedFrom those with at least one expected emission
   * @param deadLettered those with an expected dead letter
   * @param expected expected emissions, dead letters included
   */
  public record RecordSums(long records, long emittedFrom, long deadLettered, long expected) {
    public static final RecordSums NONE = new RecordSums(0, 0, 0, 0);

    RecordSums plus(RecordSums other) {
      return new RecordSums(
          records + other.records,
          emittedFrom + other.emittedFrom,
          deadLettered + other.deadLettered,
          expected + other.expected);
    }

    /** Source records from which nothing is expected. */
    public long discarded() {
      return records - emittedFrom - deadLettered;
    }

    /** Expected emissions, without dead letters. */
    public long emitted() {
      return expected - deadLettered;
    }
  }
}
