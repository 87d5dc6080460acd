/** Tests of the modelled brokers, by the contracts that real ones are held to as well. */
@NullMarked
package io.streamproof.simulation.broker;

import org.jspecify.annotations.NullMarked;
