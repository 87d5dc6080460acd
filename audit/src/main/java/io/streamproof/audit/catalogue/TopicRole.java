package io.streamproof.audit.catalogue;

import io.streamproof.pipeline.record.Origin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part that a topic plays in its pipeline: whose output, whose dead letters, whose source.
 *
 * @param writers the stages whose emissions belong here
 * @param buriers the stages whose dead letters belong here
 * @param readers the stages that read it
 */
public record TopicRole(
    AuditedPipeline pipeline,
    String topic,
    List<AuditedStage> writers,
    List<AuditedStage> buriers,
    List<AuditedStage> readers) {
  public TopicRole {
    writers = List.copyOf(writers);
    buriers = List.copyOf(buriers);
    readers = List.copyOf(readers);
  }

  public boolean isSource() {
    return topic.equals(pipeline.specification().sourceTopic());
  }

  public boolean isClaims() {
    return topic.equals(pipeline.specification().claimsTopic());
  }

  /** Whether stages put records here, so that each must have an origin. */
  public boolean isOutput() {
    return !writers.isEmpty() || !buriers.isEmpty();
  }

  /** Whether the pipeline's results are here: what stages emit and no stage reads. */
  public boolean isResults() {
    return !writers.isEmpty() && readers.isEmpty();
  }

  public boolean isDeadLetters() {
    return !buriers.isEmpty();
  }

  /** The stage of that name, if records of its making belong here. */
  public Optional<AuditedStage> maker(String stage) {
    return makers().stream().filter(maker -> maker.name().equals(stage)).findFirst();
  }

  /**
   * The stage that made a record, as its origin claims credibly: a stage that writes this topic, in
   * a partition that the stage reads. Empty: the record follows from nothing.
   */
  public Optional<AuditedStage> credibleMaker(@Nullable Origin origin) {
    return origin == null
        ? Optional.empty()
        : maker(origin.stage()).filter(stage -> origin.partition() < stage.sourcePartitions());
  }

  /** Whom to blame for a record that does not say who made it: the first that writes here. */
  public AuditedStage firstMaker() {
    return makers().get(0);
  }

  /** The stages that write here. */
  public List<AuditedStage> makers() {
    return Stream.concat(writers.stream(), buriers.stream()).toList();
  }
}
