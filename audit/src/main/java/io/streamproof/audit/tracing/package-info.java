/** Every anomaly has its trace: the path of its message, rebuilt from the topics and exported. */
@NullMarked
package io.streamproof.audit.tracing;

import org.jspecify.annotations.NullMarked;
