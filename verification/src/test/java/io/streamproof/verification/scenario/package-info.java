/** What scenarios promise. */
@NullMarked
package io.streamproof.verification.scenario;

import org.jspecify.annotations.NullMarked;
