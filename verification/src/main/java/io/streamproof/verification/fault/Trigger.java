package io.streamproof.verification.fault;

/** The logical position at which an operation begins. */
public sealed interface Trigger {

  /** The offsets that a stage's group has committed add up to so many. */
  record Committed(String stage, long offsets) implements Trigger {}

  /** So many of a stage's source records are consumed and judged by the audit. */
  record Settled(String stage, long records) implements Trigger {}

  /**
   * A partition's end has reached an offset.
   *
   * @param topic a topic's name without the pipeline's: {@code source}, a stage's topic
   */
  record Reached(String topic, int partition, long offset) implements Trigger {}

  /** The ends of the source topic's partitions add up to so many. */
  record Arrived(long records) implements Trigger {}

  /** Another operation has begun; it may still be under way. */
  record During(String operation) implements Trigger {}

  /**
   * Another operation is done: what it has disturbed is healed, what it has ended is ready again.
   */
  record After(String operation) implements Trigger {}
}
