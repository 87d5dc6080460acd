/** Snapshots in memory. */
@NullMarked
package io.streamproof.audit.replay;

import org.jspecify.annotations.NullMarked;
