/** What several tests need: example records, and a real PostgreSQL. */
@NullMarked
package io.streamproof.audit.support;

import org.jspecify.annotations.NullMarked;
