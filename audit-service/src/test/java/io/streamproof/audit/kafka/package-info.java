/** Tests of what reads Kafka, on a real broker. */
@NullMarked
package io.streamproof.audit.kafka;

import org.jspecify.annotations.NullMarked;
