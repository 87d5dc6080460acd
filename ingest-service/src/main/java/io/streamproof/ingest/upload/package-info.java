/** Uploads of any length: framed into lines, sent with a bounded number under way. */
@NullMarked
package io.streamproof.ingest.upload;

import org.jspecify.annotations.NullMarked;
