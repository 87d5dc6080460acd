/** Tests of threads and lifecycles. */
@NullMarked
package io.streamproof.audit.runtime;

import org.jspecify.annotations.NullMarked;
