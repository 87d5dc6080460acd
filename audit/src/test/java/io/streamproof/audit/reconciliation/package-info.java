@NullMarked
package io.streamproof.audit.reconciliation;

import org.jspecify.annotations.NullMarked;
