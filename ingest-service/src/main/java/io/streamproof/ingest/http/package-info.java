/** The calls of the contract over HTTP, and their answers. */
@NullMarked
package io.streamproof.ingest.http;

import org.jspecify.annotations.NullMarked;
