/** The auditor of pipelines. */
@NullMarked
package io.streamproof.audit;

import org.jspecify.annotations.NullMarked;
