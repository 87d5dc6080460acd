/** How far stages and the audit have come, and which stages stall. */
@NullMarked
package io.streamproof.audit.monitor;

import org.jspecify.annotations.NullMarked;
