/** Simulations of the audit, many at a time. */
@NullMarked
package io.streamproof.verification.simulation;

import org.jspecify.annotations.NullMarked;
