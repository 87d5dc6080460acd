/** The trace of each event: where it begins or what it continues, and the span of its sending. */
@NullMarked
package io.streamproof.ingest.trace;

import org.jspecify.annotations.NullMarked;
