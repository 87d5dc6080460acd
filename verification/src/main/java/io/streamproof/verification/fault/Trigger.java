package io.streamproof.verification.fault;

import java.util.List;

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
   * What another operation does is over, and its effects have begun to heal: a process is on its
   * way up again, a connection is free, instances of an operator come or go.
   */
  record Healing(String operation) implements Trigger {}

  /** All of several are reached, each for itself and in whatever order. */
  record All(List<Trigger> triggers) implements Trigger {
    public All {
      triggers = List.copyOf(triggers);
    }
  }

  /**
   * Another operation is done: what it has disturbed is healed, what it has ended is ready again.
   */
  record After(String operation) implements Trigger {}
}
