/** The command line, alone and as a process of its own. */
@NullMarked
package io.streamproof.verification.cli;

import org.jspecify.annotations.NullMarked;
