/** What several tests need: example pipelines and records. */
@NullMarked
package io.streamproof.audit.support;

import org.jspecify.annotations.NullMarked;
