/** Tests of topics in memory, and what every topic log must do. */
@NullMarked
package io.streamproof.audit.log;

import org.jspecify.annotations.NullMarked;
