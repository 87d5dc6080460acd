/** Tests of walks, on topics in memory. */
@NullMarked
package io.streamproof.audit.lineage;

import org.jspecify.annotations.NullMarked;
