/** Who takes part in a simulation: ingest, stages, forgers, and the audit itself. */
@NullMarked
package io.streamproof.simulation.actor;

import org.jspecify.annotations.NullMarked;
