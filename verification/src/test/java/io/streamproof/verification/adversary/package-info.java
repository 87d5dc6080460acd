/** An adversary's attacks on logs, claims and ledger: the audit is never wrong and never blind. */
@NullMarked
package io.streamproof.verification.adversary;

import org.jspecify.annotations.NullMarked;
