/** What is under audit: the pipelines, their stages, and the part that each topic plays in them. */
@NullMarked
package io.streamproof.audit.catalogue;

import org.jspecify.annotations.NullMarked;
