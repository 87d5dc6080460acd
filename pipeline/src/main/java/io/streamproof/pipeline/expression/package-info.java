/**
 * CEL: expressions compiled and checked once, evaluated on an event, exact numbers passed through.
 */
@NullMarked
package io.streamproof.pipeline.expression;

import org.jspecify.annotations.NullMarked;
