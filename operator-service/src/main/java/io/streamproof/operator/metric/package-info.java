/** What a stage counts. */
@NullMarked
package io.streamproof.operator.metric;

import org.jspecify.annotations.NullMarked;
