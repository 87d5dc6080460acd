/** The command line: what it takes, what it prints, how it ends. */
@NullMarked
package io.streamproof.verification.cli;

import org.jspecify.annotations.NullMarked;
