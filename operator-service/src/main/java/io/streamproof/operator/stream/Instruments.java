package io.streamproof.operator.stream;

import io.streamproof.operator.metric.StageCounters;
import io.streamproof.operator.trace.DeadLetterLog;
import io.streamproof.operator.trace.StageTrace;

/** What tells of a stage's work; nothing that it does changes what the stage emits. */
public record Instruments(StageCounters counters, StageTrace trace, DeadLetterLog deadLetters) {}
