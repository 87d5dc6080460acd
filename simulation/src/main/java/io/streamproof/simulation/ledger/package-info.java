/** The ledger in memory: all of its ports on tables that may be copied, as a backup is. */
@NullMarked
package io.streamproof.simulation.ledger;

import org.jspecify.annotations.NullMarked;
