/** The spans of what a stage does with each record, and the log lines of what it cannot process. */
@NullMarked
package io.streamproof.operator.trace;

import org.jspecify.annotations.NullMarked;
