/** What generated events promise. */
@NullMarked
package io.streamproof.verification.workload;

import org.jspecify.annotations.NullMarked;
