package io.streamproof.audit.finding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One anomaly with its evidence. There is a factory for each kind, or family of kinds. */
public record Finding(
    Subject subject,
    FindingKind kind,
    FindingIdentity identity,
    Target target,
    Extent extent,
    String detail,
    Evidence evidence) {
  /**
   * What is to blame: a stage of a pipeline, or the way from clients into the source topic.
   *
   * @param stage a stage, or {@code source}
   */
  public record Subject(short pipelineId, String stage) {
    static Subject of(AuditedStage stage) {
      return new Subject(stage.pipelineId(), stage.name());
    }

    static Subject source(short pipelineId) {
      return new Subject(pipelineId, PipelineSpecification.SOURCE);
    }
  }

  /**
   * The record or emission that a finding is about.
   *
   * @param cause the emission, expected or observed
   * @param place where the observed record is
   * @param eventTime from which event time on nothing is proven
   */
  public record Target(
      @Nullable EmissionKey cause,
      @Nullable RecordPlace place,
      byte @Nullable [] key,
      @Nullable String traceId,
      @Nullable Instant eventTime) {
    static Target of(SourceRecord record) {
      TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
      return new Target(
          null,
          RecordPlace.of(record),
          record.key(),
          trace == null ? null : trace.traceId(),
          Instant.ofEpochMilli(record.timestamp()));
    }

    /** The key as text; null: there is none. */
    public @Nullable String keyText() {
      return key == null ? null : new String(key, UTF_8);
    }
  }

  /**
   * How much is wrong, and for how long.
   *
   * @param affected how many emissions are wrong
   * @param ongoing whether no right emission for the key has followed yet, or the stage still
   *     stalls
   * @param lastOffset the last source offset whose emission is wrong, if that may move
   * @param slowest how long the slowest of late results took; null: it is about nothing late
   */
  public record Extent(
      long affected, boolean ongoing, @Nullable Long lastOffset, @Nullable Duration slowest) {
    public static final Extent ONE = new Extent(1, false, null, null);
  }

  /**
   * The records as JSON objects.
   *
   * @param expected null: none is expected
   * @param observed null: none is there
   */
  public record Evidence(@Nullable String expected, @Nullable String observed) {
    public static final Evidence NONE = new Evidence(null, null);

    public static Evidence of(@Nullable OutputRecord expected, @Nullable SourceRecord observed) {
      return new Evidence(
          expected == null ? null : RecordJson.of(expected),
          observed == null ? null : RecordJson.of(observed));
    }
  }

  /**
   * An anomaly of a single emission, or of those of a key from this one on.
   *
   * @param target has the emission as its cause
   */
  public static Finding emission(
      AuditedStage stage,
      FindingKind kind,
      Target target,
      Extent extent,
      String detail,
      Evidence evidence) {
    return new Finding(
        Subject.of(stage),
        kind,
        FindingIdentity.ofEmission(stage.name(), Objects.requireNonNull(target.cause())),
        target,
        extent,
        detail,
        evidence);
  }

  /** PHANTOM: a record whose origin names no stage that writes its topic. */
  public static Finding phantom(TopicRole role, SourceRecord record, @Nullable Origin origin) {
    AuditedStage blamed = role.firstMaker();
    return new Finding(
        Subject.of(origin == null ? blamed : role.maker(origin.stage()).orElse(blamed)),
        FindingKind.PHANTOM,
        FindingIdentity.ofRecord(RecordPlace.of(record)),
        Target.of(record),
        Extent.ONE,
        whyPhantom(role, record, origin),
        Evidence.of(null, record));
  }

  private static String whyPhantom(TopicRole role, SourceRecord record, @Nullable Origin origin) {
    if (origin == null) {
      return record.header(HeaderNames.ORIGIN) == null
          ? "the record has no origin"
          : "the record's origin is malformed";
    }
    return role.maker(origin.stage()).isEmpty()
        ? "its origin names stage " + origin.stage() + ", which does not write this topic"
        : "its origin points to partition " + origin.partition() + ", which does not exist";
  }

  /** UNVERIFIABLE: a block of a stage that cannot be compared. */
  public static Finding unverifiable(AuditedStage stage, int partition, long block, String why) {
    FindingIdentity identity = FindingIdentity.ofBlock(stage.name(), partition, block);
    EmissionKey first = new EmissionKey(partition, block * Block.SIZE, 0);
    return new Finding(
        Subject.of(stage),
        FindingKind.UNVERIFIABLE,
        identity,
        new Target(first, null, null, null, null),
        Extent.ONE,
        why,
        Evidence.NONE);
  }

  /**
   * UNVERIFIABLE: records that expired before the audit could read them.
   *
   * @param from the first of them
   * @param beginning the first offset that is left
   */
  public static Finding expired(
      TopicRole role,
      TopicPartition partition,
      long from,
      long beginning,
      @Nullable Long lastTimeMillis) {
    return new Finding(
        concerned(role),
        FindingKind.UNVERIFIABLE,
        FindingIdentity.ofBeginning(partition, beginning),
        new Target(
            null,
            new RecordPlace(partition.topic(), partition.partition(), beginning),
            null,
            null,
            lastTimeMillis == null ? null : Instant.ofEpochMilli(lastTimeMillis)),
        Extent.ONE,
        "records %s to %s of %s were gone before the audit could read them"
            .formatted(from, beginning - 1, partition),
        Evidence.NONE);
  }

  /**
   * UNVERIFIABLE: records that no client can decode.
   *
   * @param from the first of them
   * @param to the first offset behind them
   */
  public static Finding damaged(TopicRole role, TopicPartition partition, long from, long to) {
    RecordPlace place = new RecordPlace(partition.topic(), partition.partition(), from);
    return new Finding(
        concerned(role),
        FindingKind.UNVERIFIABLE,
        FindingIdentity.ofRecord(place),
        new Target(null, place, null, null, null),
        Extent.ONE,
        "records %s to %s of %s cannot be decoded: their batch is damaged"
            .formatted(from, to - 1, partition),
        Evidence.NONE);
  }

  /**
   * UNVERIFIABLE: stages with a state that follows from records before the baseline.
   *
   * @param baseline from where on the pipeline is audited
   */
  public static List<Finding> unknownStates(AuditedPipeline pipeline, PipelineBaseline baseline) {
    return pipeline.stages().stream()
        .flatMap(
            stage ->
                IntStream.range(0, stage.sourcePartitions())
                    .filter(partition -> !baseline.isRepeatable(stage, partition))
                    .mapToObj(partition -> unknownState(stage, partition, baseline)))
        .toList();
  }

  private static Finding unknownState(
      AuditedStage stage, int partition, PipelineBaseline baseline) {
    TopicPartition source = new TopicPartition(stage.sourceTopic(), partition);
    long offset = baseline.readFrom(source);
    return new Finding(
        Subject.of(stage),
        FindingKind.UNVERIFIABLE,
        FindingIdentity.ofState(stage.name(), partition, offset),
        new Target(new EmissionKey(partition, offset, 0), null, null, null, null),
        Extent.ONE,
        "the stage's state follows from records before offset %s of %s, which are gone: its results"
                .formatted(offset, source)
            + " cannot be verified. Give the pipeline a new name, and its events again, to have"
            + " them verified",
        Evidence.NONE);
  }

  /** UNVERIFIABLE: a record that cannot be read as its topic's role demands. */
  public static Finding indigestible(TopicRole role, SourceRecord record, String why) {
    RecordPlace place = RecordPlace.of(record);
    return new Finding(
        concerned(role),
        FindingKind.UNVERIFIABLE,
        FindingIdentity.ofRecord(place),
        new Target(null, place, record.key(), null, null),
        Extent.ONE,
        "the record cannot be verified: " + why,
        Evidence.of(null, record));
  }

  /**
   * UNVERIFIABLE: a log that is not what the audit has read of it.
   *
   * @param next up to which offset the audit had read
   */
  public static Finding logReplaced(
      TopicRole role, TopicPartition partition, long next, String why) {
    return new Finding(
        concerned(role),
        FindingKind.UNVERIFIABLE,
        FindingIdentity.ofRecord(new RecordPlace(partition.topic(), partition.partition(), next)),
        new Target(
            null,
            new RecordPlace(partition.topic(), partition.partition(), next),
            null,
            null,
            null),
        Extent.ONE,
        why,
        Evidence.NONE);
  }

  private static Subject concerned(TopicRole role) {
    List<AuditedStage> stages = role.readers().isEmpty() ? role.makers() : role.readers();
    return stages.isEmpty() || role.isSource()
        ? Subject.source(role.pipeline().id())
        : Subject.of(stages.get(0));
  }

  /** UNVERIFIABLE: a record in the claims topic that is no claim. */
  public static Finding noClaim(short pipelineId, SourceRecord record, String why) {
    RecordPlace place = RecordPlace.of(record);
    return new Finding(
        Subject.source(pipelineId),
        FindingKind.UNVERIFIABLE,
        FindingIdentity.ofRecord(place),
        new Target(null, place, record.key(), null, null),
        Extent.ONE,
        "a record in the claims topic is no claim: " + why,
        Evidence.of(null, record));
  }

  /** LOST_AT_SOURCE, CORRUPTED or UNVERIFIABLE: a claim of ingest that is not met. */
  public static Finding unmetClaim(
      short pipelineId, FindingKind kind, RecordPlace place, String detail) {
    return new Finding(
        Subject.source(pipelineId),
        kind,
        FindingIdentity.ofRecord(place),
        new Target(new EmissionKey(place.partition(), place.offset(), 0), place, null, null, null),
        Extent.ONE,
        detail,
        Evidence.NONE);
  }

  /** LOST_AT_SOURCE: an acknowledged event that was in the source topic, and is no more. */
  public static Finding lostByBrokers(short pipelineId, RecordPlace place) {
    return unmetClaim(
        pipelineId,
        FindingKind.LOST_AT_SOURCE,
        place,
        "ingest acknowledged it to its client, and the brokers have lost it since");
  }

  /** DUPLICATED_AT_SOURCE: an event that is in the source topic already. */
  public static Finding duplicatedAtSource(
      short pipelineId,
      RecordPlace place,
      byte @Nullable [] key,
      @Nullable String traceId,
      long timeMillis,
      String detail) {
    return new Finding(
        Subject.source(pipelineId),
        FindingKind.DUPLICATED_AT_SOURCE,
        FindingIdentity.ofRecord(place),
        new Target(
            new EmissionKey(place.partition(), place.offset(), 0),
            place,
            key,
            traceId,
            Instant.ofEpochMilli(timeMillis)),
        Extent.ONE,
        detail,
        Evidence.NONE);
  }

  /**
   * LATE: all late results of a block. Its detail does not change while the finding grows, so that
   * its trace, once exported, stays right.
   *
   * @param first the first of them by origin
   * @param limit how long a result may take
   */
  public static Finding late(
      AuditedStage stage,
      int partition,
      long block,
      Target first,
      long affected,
      Duration slowest,
      Duration limit) {
    return new Finding(
        Subject.of(stage),
        FindingKind.LATE,
        FindingIdentity.ofBlock(stage.name(), partition, block),
        first,
        new Extent(affected, false, null, slowest),
        "it took longer than the %s ms allowed, from its event's arrival to its emission"
            .formatted(limit.toMillis()),
        Evidence.NONE);
  }

  /** STALLED: a stage that has committed nothing behind an offset for too long. */
  public static Finding stalled(
      short pipelineId, String stage, int partition, long offset, Duration limit) {
    return new Finding(
        new Subject(pipelineId, stage),
        FindingKind.STALLED,
        FindingIdentity.ofStall(stage, partition, offset),
        new Target(new EmissionKey(partition, offset, 0), null, null, null, null),
        new Extent(1, true, null, null),
        "it has committed nothing for %s ms, though records wait from this one on"
            .formatted(limit.toMillis()),
        Evidence.NONE);
  }
}
