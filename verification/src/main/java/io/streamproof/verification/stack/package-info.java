/**
 * A whole Streamproof on one machine: broker, database and services, each a process of its own on
 * free loopback ports, all of them gone when the stack is closed or its owner dies.
 */
@NullMarked
package io.streamproof.verification.stack;

import org.jspecify.annotations.NullMarked;
