/** Generated events, the same for the same seed wherever and in whatever order they are made. */
@NullMarked
package io.streamproof.verification.workload;

import org.jspecify.annotations.NullMarked;
