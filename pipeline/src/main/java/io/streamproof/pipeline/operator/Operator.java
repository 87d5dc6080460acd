package io.streamproof.pipeline.operator;

import io.streamproof.pipeline.record.Event;

/**
 * What a stage does with an event. An operator is deterministic: what it emits depends only on the
 * event and on the state that earlier events of the same source partition left. No clock, no
 * chance, no I/O, no fields that change: the audit repeats it and must get the same.
 *
 * <p>One instance serves many threads; all that it remembers lies in the state.
 */
public interface Operator {
  /** Whether it keeps state. One that does not must not touch it. */
  boolean stateful();

  /**
   * Processes one event. What it throws sends the event to the dead letters: its emissions and its
   * changes to the state are then as if they had not been.
   *
   * @throws UnprocessableException for an event that it cannot process
   */
  void process(Event event, State state, Emitter emitter);
}
