/**
 * The truth about a run, worked out from what was ever in the logs, and what the audit says of it.
 */
@NullMarked
package io.streamproof.simulation.check;

import org.jspecify.annotations.NullMarked;
