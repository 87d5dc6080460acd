package io.streamproof.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the operator of the service says about its callers.
 *
 * @param tokensFile the static tokens, or a folder of such files; null: there are none
 */
@ConfigurationProperties("streamproof.security")
record SecurityProperties(@Nullable Path tokensFile) {}
