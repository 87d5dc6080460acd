/** Process faults, on paper and on real processes. */
@NullMarked
package io.streamproof.verification.fault;

import org.jspecify.annotations.NullMarked;
