/** The audit's answers over HTTP: reports, findings and proofs, as JSON, CSV and problems. */
@NullMarked
package io.streamproof.audit.http;

import org.jspecify.annotations.NullMarked;
