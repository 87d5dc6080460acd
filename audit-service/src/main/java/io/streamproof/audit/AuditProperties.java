package io.streamproof.audit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The audit's settings.
 *
 * @param pipelines a specification file, or a folder of them; bound as a path it would be looked up
 *     on the class path first, and could not begin with {@code ..}
 * @param topics how topics come to be
 * @param audit how the audit works
 */
@Validated
@ConfigurationProperties("streamproof")
public record AuditProperties(
    @NotBlank(message = "name a specification file or a folder of them: STREAMPROOF_PIPELINES")
        String pipelines,
    @DefaultValue Topics topics,
    @DefaultValue @Valid Audit audit) {

  /** Whether and how missing topics are created. */
  public record Topics(
      @DefaultValue("true") boolean create,
      @DefaultValue("-1") short replicationFactor,
      @DefaultValue Map<String, String> configs) {}

  /**
   * How the audit works.
   *
   * @param observers threads that read topics, each with a consumer of its own
   * @param batchRecords records after which a batch is written
   * @param batchInterval after which a batch is written, however few records it has
   * @param reconcileInterval between two rounds of settling and judging
   * @param watchInterval between two polls of how far stages and audit have come; polls too far
   *     apart would detect no stall
   * @param investigations blocks that a round investigates
   * @param investigationMemory what an investigation may keep of what it reads
   * @param indexEvents whether events are indexed by id, so that duplicates at the source show
   * @param indexTraces whether the index finds events by their traces too
   * @param indexDays days for which the index keeps events, today included
   * @param calls answered at once
   * @param waits for proofs at once
   * @param startPatience how long the brokers may stay silent when the service starts
   * @param freshness how old the newest frontier may be up to which all is judged; beyond, the
   *     verdict is UNKNOWN
   * @param acceptBaseline names of pipelines that may be audited from where their topics begin now,
   *     if the ledger is fresh and their beginnings are gone; {@code *} for all
   * @param group the consumer group in which instances share the partitions
   */
  public record Audit(
      @Min(1) @Max(64) @DefaultValue("2") int observers,
      @Min(1) @Max(1_000_000) @DefaultValue("20000") int batchRecords,
      @DurationMin(millis = 1) @DurationMax(minutes = 1) @DefaultValue("250ms")
          Duration batchInterval,
      @DurationMin(millis = 1) @DurationMax(minutes = 1) @DefaultValue("250ms")
          Duration reconcileInterval,
      @DurationMin(millis = 1) @DurationMax(seconds = 10) @DefaultValue("2s")
          Duration watchInterval,
      @Min(1) @Max(10_000) @DefaultValue("50") int investigations,
      @DefaultValue("64MB") DataSize investigationMemory,
      @DefaultValue("true") boolean indexEvents,
      @DefaultValue("true") boolean indexTraces,
      @Min(1) @Max(3_650) @DefaultValue("7") int indexDays,
      @Min(1) @Max(1_000) @DefaultValue("6") int calls,
      @Min(1) @Max(1_000) @DefaultValue("1000") int waits,
      @DefaultValue("60s") Duration startPatience,
      @DurationMin(millis = 1) @DefaultValue("10s") Duration freshness,
      @DefaultValue Set<String> acceptBaseline,
      @DefaultValue("streamproof-audit") String group) {
    private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(4);
    private static final DataSize MOST_MEMORY = DataSize.ofGigabytes(1);

    /** Refuses a memory that no investigation can do with, or no process has. */
    public Audit {
      if (investigationMemory.compareTo(LEAST_MEMORY) < 0
          || investigationMemory.compareTo(MOST_MEMORY) > 0) {
        throw new IllegalArgumentException("investigation-memory must be from 4MB to 1GB");
      }
    }
  }
}
