package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import org.jspecify.annotations.Nullable;

/** How events become records: by which key, at which time. */
public record SourceSpecification(@Nullable Expression key, @Nullable Expression time) {}
