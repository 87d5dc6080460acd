/** What several tests need: a real PostgreSQL. */
@NullMarked
package io.streamproof.audit.support;

import org.jspecify.annotations.NullMarked;
