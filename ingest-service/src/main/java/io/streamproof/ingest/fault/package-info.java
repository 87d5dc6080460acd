/** Faults that are planted where events come in; nothing of it is made where none are. */
@NullMarked
package io.streamproof.ingest.fault;

import org.jspecify.annotations.NullMarked;
