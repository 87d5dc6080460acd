/** Tests of the way of rebuilt spans to a collector. */
@NullMarked
package io.streamproof.audit.otlp;

import org.jspecify.annotations.NullMarked;
