/** What the ledger says of a pipeline: its report, its findings, and how far it is proven. */
@NullMarked
package io.streamproof.audit.report;

import org.jspecify.annotations.NullMarked;
