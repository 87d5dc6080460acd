/** A model of Kafka's brokers: topics, transactions, groups, and the audit's ports on them. */
@NullMarked
package io.streamproof.simulation.broker;

import org.jspecify.annotations.NullMarked;
