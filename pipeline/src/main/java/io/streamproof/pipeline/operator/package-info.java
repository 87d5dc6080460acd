/** Operators: deterministic functions of an event and a state, free of clocks, chance and I/O. */
@NullMarked
package io.streamproof.pipeline.operator;

import org.jspecify.annotations.NullMarked;
