/** Threads and lifecycles of the audit, and how its parts are put together. */
@NullMarked
package io.streamproof.audit.runtime;

import org.jspecify.annotations.NullMarked;
