/** The pipeline specification: what a user declares, read and checked before anything starts. */
@NullMarked
package io.streamproof.pipeline.spec;

import org.jspecify.annotations.NullMarked;
