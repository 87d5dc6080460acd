/** Faults that are planted in a stage's host on purpose; nothing of it exists where none are. */
@NullMarked
package io.streamproof.operator.fault;

import org.jspecify.annotations.NullMarked;
