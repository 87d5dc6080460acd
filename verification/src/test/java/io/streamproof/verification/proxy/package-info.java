/** The proxy over real sockets. */
@NullMarked
package io.streamproof.verification.proxy;

import org.jspecify.annotations.NullMarked;
