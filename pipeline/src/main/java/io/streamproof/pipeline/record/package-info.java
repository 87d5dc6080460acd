/** What travels on a topic: records, their headers, origin and trace context, and the one codec. */
@NullMarked
package io.streamproof.pipeline.record;

import org.jspecify.annotations.NullMarked;
