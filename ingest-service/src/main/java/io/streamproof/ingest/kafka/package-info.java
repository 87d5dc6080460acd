/** The rim to Kafka: producers, topics and the watch over the brokers. */
@NullMarked
package io.streamproof.ingest.kafka;

import org.jspecify.annotations.NullMarked;
