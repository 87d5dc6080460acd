/** Blocks of source offsets and the additive tallies by which their emissions are compared. */
@NullMarked
package io.streamproof.pipeline.tally;

import org.jspecify.annotations.NullMarked;
