/**
 * Process faults: what is done to the processes of a stack and to their connections, each at a
 * logical position of the pipeline, never at a time.
 */
@NullMarked
package io.streamproof.verification.fault;

import org.jspecify.annotations.NullMarked;
