/** A TCP proxy on the loopback address, whose connections can be disturbed and healed. */
@NullMarked
package io.streamproof.verification.proxy;

import org.jspecify.annotations.NullMarked;
