/** What makes a run reproducible: one source of chance, one clock, and interruptions of calls. */
@NullMarked
package io.streamproof.simulation.schedule;

import org.jspecify.annotations.NullMarked;
