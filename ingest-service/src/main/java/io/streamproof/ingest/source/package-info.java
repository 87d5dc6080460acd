/** Events on their way into the source topic, and what becomes of each. */
@NullMarked
package io.streamproof.ingest.source;

import org.jspecify.annotations.NullMarked;
