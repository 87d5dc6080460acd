/** Topics, offsets and committed offsets as the audit reads them from Kafka. */
@NullMarked
package io.streamproof.audit.kafka;

import org.jspecify.annotations.NullMarked;
