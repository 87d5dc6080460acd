package io.streamproof.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the operator of the service says about its callers.
 *
 * @param tokensFile the static tokens, or a folder of such files; null: there are none. Bound as a
 *     path it would be looked up within the web application first, and could not begin with {@code
 *     ..}
 */
@ConfigurationProperties("streamproof.security")
record SecurityProperties(@Nullable String tokensFile) {}
