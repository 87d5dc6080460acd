/** The reference execution of a stage, resumed from the newest snapshot of its state. */
@NullMarked
package io.streamproof.audit.replay;

import org.jspecify.annotations.NullMarked;
