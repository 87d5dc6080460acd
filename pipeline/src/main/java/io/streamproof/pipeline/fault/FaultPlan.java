package io.streamproof.pipeline.fault;

import java.util.List;

/**
 * What is to go wrong in a run of a pipeline. A message is struck by one fault at most: by the
 * first of the list that selects it.
 */
public record FaultPlan(long seed, List<MessageFault> faults, List<Crash> crashes) {
  public FaultPlan {
    faults = List.copyOf(faults);
    crashes = List.copyOf(crashes);
  }

  /** What strikes the records that a stage reads. */
  public Strikes strikes(String stage) {
    return new Strikes(
        seed, stage, faults.stream().filter(fault -> stage.equals(fault.stage())).toList());
  }

  /** What strikes events on their way in. */
  public IngestStrikes ingestStrikes() {
    return new IngestStrikes(
        seed, faults.stream().filter(fault -> fault.kind().atIngest()).toList());
  }

  /** The crashes of a stage's host. */
  public List<Crash> crashes(String stage) {
    return crashes.stream().filter(crash -> crash.stage().equals(stage)).toList();
  }
}
