/** Calls over real HTTP, answered from a real ledger. */
@NullMarked
package io.streamproof.audit.http;

import org.jspecify.annotations.NullMarked;
