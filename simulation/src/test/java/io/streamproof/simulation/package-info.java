/** Tests of whole runs. */
@NullMarked
package io.streamproof.simulation;

import org.jspecify.annotations.NullMarked;
