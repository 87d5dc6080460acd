/** A deterministic simulation of the audit: everything that happens follows from a seed. */
@NullMarked
package io.streamproof.simulation;

import org.jspecify.annotations.NullMarked;
