package io.streamproof.security;

import java.net.InetAddress;
import java.nio.file.Path;
import org.apache.catalina.core.StandardHost;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * The lock: a service that asks for a {@link Scope} answers only callers whose bearer token has it.
 * Without tokens it is open, which it may be to its own machine alone.
 */
@AutoConfiguration(
    before = {
      ServletWebSecurityAutoConfiguration.class,
      ManagementWebSecurityAutoConfiguration.class
    })
@EnableConfigurationProperties(SecurityProperties.class)
public final class LockAutoConfiguration {
  /** Documents tell nothing of what is inside: who wants to call has to read them first. */
  private static final String[] DOCUMENTS = {"/v3/api-docs", "/v3/api-docs.yaml"};

  private static final int MOST_LINES_PER_SECOND = 50;

  /** Who reaches the port of probes and scrapes may ask: a network's policy keeps strangers out. */
  @Bean
  @Order(0)
  @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
  SecurityFilterChain openProbes(HttpSecurity http) {
    return stateless(http)
        .securityMatcher(EndpointRequest.toAnyEndpoint())
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  @Bean
  @Order(1)
  SecurityFilterChain lockedCalls(
      HttpSecurity http,
      Scope scope,
      SecurityProperties properties,
      ServerProperties server,
      ObjectProvider<JwtDecoder> decoders,
      ObjectProvider<JwtAuthenticationConverter> converters) {
    StaticTokens tokens = tokens(properties);
    JwtAuthenticationProvider issued = issued(decoders, converters);
    if (tokens == null && issued == null) {
      requireLoopback(server.getAddress(), scope);
      return stateless(http)
          .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .build();
    }
    return locked(
        http,
        scope,
        new BearerAuthentication(tokens, issued == null ? null : issued::authenticate));
  }

  private static SecurityFilterChain locked(
      HttpSecurity http, Scope scope, BearerAuthentication authentication) {
    Refusals refusals = new Refusals(scope);
    BearerTokenAuthenticationFilter filter = new BearerTokenAuthenticationFilter(authentication);
    filter.setAuthenticationEntryPoint(refusals);
    filter.setSecurityContextRepository(new RequestAttributeSecurityContextRepository());
    return stateless(http)
        .addFilterBefore(filter, AuthorizationFilter.class)
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(DOCUMENTS)
                    .permitAll()
                    .anyRequest()
                    .hasAuthority(scope.authority()))
        .build();
  }

  /** A bearer token comes with each request by its caller's will: nothing is kept, or forged. */
  private static HttpSecurity stateless(HttpSecurity http) {
    return http.csrf(csrf -> csrf.disable())
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable());
  }

  private static @Nullable StaticTokens tokens(SecurityProperties properties) {
    return properties.tokensFile() == null
        ? null
        : new StaticTokens(new TokensFile(Path.of(properties.tokensFile())), System::nanoTime);
  }

  private static @Nullable JwtAuthenticationProvider issued(
      ObjectProvider<JwtDecoder> decoders, ObjectProvider<JwtAuthenticationConverter> converters) {
    JwtDecoder decoder = decoders.getIfAvailable();
    if (decoder == null) {
      return null;
    }
    JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
    converters.ifAvailable(provider::setJwtAuthenticationConverter);
    return provider;
  }

  private static void requireLoopback(@Nullable InetAddress address, Scope scope) {
    if (address == null || !address.isLoopbackAddress()) {
      throw new CannotLockException(
          "The service would be open to everyone who reaches %s."
              .formatted(address == null ? "this machine" : address.getHostAddress()),
          "Name a file of tokens with the scope %s (STREAMPROOF_SECURITY_TOKENS_FILE) or an issuer"
                  .formatted(scope.text())
              + " of JWTs (SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI), or leave"
              + " SERVER_ADDRESS at 127.0.0.1.");
    }
  }

  /** Which methods there are is for the calls to say: they answer 405. */
  @Bean
  HttpFirewall anyMethod() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  /** A request's trace shows what becomes of its events, not the filters that it passes. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  ReasonAdvice reasonAdvice() {
    return new ReasonAdvice();
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> refusalValves() {
    return factory -> {
      factory.addEngineValves(
          new UnreadBodyValve(),
          new RefusalValve(new Throttle(MOST_LINES_PER_SECOND, System::nanoTime)));
      // A form would be read as parameters before any call could bound it.
      factory.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
      factory.addContextCustomizers(
          context ->
              ((StandardHost) context.getParent())
                  .setErrorReportValveClass(ProblemValve.class.getName()));
    };
  }
}
