/** What the OpenAPI documents of the services have in common. */
@NullMarked
package io.streamproof.security.document;

import org.jspecify.annotations.NullMarked;
