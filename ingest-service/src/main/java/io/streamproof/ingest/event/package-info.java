/** CloudEvents as clients send them: read from HTTP's three modes, checked, held. */
@NullMarked
package io.streamproof.ingest.event;

import org.jspecify.annotations.NullMarked;
