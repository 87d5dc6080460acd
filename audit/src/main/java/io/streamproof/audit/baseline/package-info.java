/** Where the audit of a pipeline begins whose topics have lost their beginnings before. */
@NullMarked
package io.streamproof.audit.baseline;

import org.jspecify.annotations.NullMarked;
