@NullMarked
package io.streamproof.audit.watch;

import org.jspecify.annotations.NullMarked;
