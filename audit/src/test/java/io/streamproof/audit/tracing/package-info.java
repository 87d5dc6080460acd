/** Tests of how the traces of findings are rebuilt. */
@NullMarked
package io.streamproof.audit.tracing;

import org.jspecify.annotations.NullMarked;
