@NullMarked
package io.streamproof.audit.baseline;

import org.jspecify.annotations.NullMarked;
