package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * One stage: whose topic it reads, what it does, which topic it writes.
 *
 * @param key re-keys what the stage emits; evaluated on its input
 * @param type the event type of what it emits; null: the source record's
 * @param partitions of the topic that it writes
 */
public record StageSpecification(
    String name,
    String from,
    String to,
    OperatorSpecification operator,
    @Nullable Expression key,
    @Nullable String type,
    int partitions,
    Guarantee guarantee) {}
