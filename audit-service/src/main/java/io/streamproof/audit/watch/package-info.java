/**
 * Keeping an eye on what should move: how far stages and audit have come, and what stands still.
 */
@NullMarked
package io.streamproof.audit.watch;

import org.jspecify.annotations.NullMarked;
