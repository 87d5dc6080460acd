/** Reading the traces of a real Jaeger through its HTTP API. */
@NullMarked
package io.streamproof.verification.jaeger;

import org.jspecify.annotations.NullMarked;
