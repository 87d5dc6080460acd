/**
 * The lock on the doors of the services: who may call, what refusals look like, who was refused.
 */
@NullMarked
package io.streamproof.security;

import org.jspecify.annotations.NullMarked;
