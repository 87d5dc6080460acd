/** Anomalies: their kinds, and one finding for each with its evidence. */
@NullMarked
package io.streamproof.audit.finding;

import org.jspecify.annotations.NullMarked;
