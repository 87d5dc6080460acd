/** The way of rebuilt spans to a collector, by OTLP. */
@NullMarked
package io.streamproof.audit.otlp;

import org.jspecify.annotations.NullMarked;
