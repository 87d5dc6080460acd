/** The topics as the audit reads them: ranges of committed records, offsets, and assigned feeds. */
@NullMarked
package io.streamproof.audit.log;

import org.jspecify.annotations.NullMarked;
