/** What keeps an instance from vouching for pipelines, beside what is in the ledger. */
@NullMarked
package io.streamproof.audit.trouble;

import org.jspecify.annotations.NullMarked;
