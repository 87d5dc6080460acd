/** Tests of polls and what they find. */
@NullMarked
package io.streamproof.audit.monitor;

import org.jspecify.annotations.NullMarked;
