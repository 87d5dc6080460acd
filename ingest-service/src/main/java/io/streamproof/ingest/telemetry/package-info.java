/** What the service measures, in one typed vocabulary. */
@NullMarked
package io.streamproof.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
