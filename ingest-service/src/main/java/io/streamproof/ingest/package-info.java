/** The service that takes events over HTTP, and answers once the brokers have acknowledged them. */
@NullMarked
package io.streamproof.ingest;

import org.jspecify.annotations.NullMarked;
