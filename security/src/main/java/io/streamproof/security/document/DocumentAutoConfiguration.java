package io.streamproof.security.document;

import io.streamproof.security.Scope;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * Makes a service's OpenAPI document of its calls: how callers show who they are, and what they
 * hear who may not. What a call itself answers stands beside it.
 */
@AutoConfiguration(before = SpringDocConfiguration.class)
public final class DocumentAutoConfiguration {
  private static final String PROBLEM = "Problem";
  private static final String BEARER = "bearer";

  static {
    SpringDocUtils.getConfig().replaceWithSchema(JsonNode.class, new Schema<>());
  }

  @Bean
  ModelResolver modelResolver(ObjectMapperProvider mappers) {
    return new ModelResolver(mappers.jsonMapper(), new EnclosedNames()).openapi31(true);
  }

  @Bean
  RecordSchemas recordSchemas() {
    return new RecordSchemas();
  }

  @Bean
  GlobalOpenApiCustomizer lockedDocument(Scope scope, Environment environment) {
    String name = environment.getProperty("spring.application.name", "streamproof");
    return document -> describe(document, name, scope);
  }

  private static void describe(OpenAPI document, String name, Scope scope) {
    document.info(
        new Info()
            .title(name)
            .version("1")
            .description("Every answer but a success is a problem (RFC 9457)."));
    document.servers(null);
    if (document.getComponents() == null) {
      document.components(new Components());
    }
    document
        .getComponents()
        .addSchemas(PROBLEM, problem())
        .addSecuritySchemes(
            BEARER,
            new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(
                    "A static token, or a JWT of the issuer, with the scope %s. A service that"
                            .formatted(scope.text())
                        + " is bound to a loopback address may be open without."));
    document.addSecurityItem(new SecurityRequirement().addList(BEARER));
    document
        .getPaths()
        .values()
        .forEach(path -> path.readOperations().forEach(DocumentAutoConfiguration::refuse));
  }

  private static void refuse(Operation operation) {
    ApiResponses responses = operation.getResponses();
    responses
        .addApiResponse("401", challenged("There is no token, or it is not valid."))
        .addApiResponse("403", challenged("The token lacks the scope."));
    responses.forEach(
        (status, response) -> {
          if (status.compareTo("400") >= 0) {
            response.content(problems());
          }
          if (status.equals("503")) {
            response.addHeaderObject("Retry-After", header(new IntegerSchema(), "Seconds."));
          }
        });
  }

  private static ApiResponse challenged(String description) {
    return new ApiResponse()
        .description(description)
        .addHeaderObject(
            "WWW-Authenticate", header(new StringSchema(), "What is needed (RFC 6750)."));
  }

  private static Header header(Schema<?> schema, String description) {
    return new Header().schema(schema).description(description);
  }

  private static Content problems() {
    return new Content()
        .addMediaType("application/problem+json", new MediaType().schema(reference()));
  }

  private static Schema<?> reference() {
    return new Schema<>().$ref("#/components/schemas/" + PROBLEM);
  }

  private static Schema<?> problem() {
    Schema<?> problem = new ObjectSchema();
    problem.setDescription("RFC 9457; a call may add members of its own.");
    problem.addProperty("type", new StringSchema());
    problem.addProperty("title", new StringSchema());
    problem.addProperty("status", new IntegerSchema());
    problem.addProperty("detail", new StringSchema());
    problem.addProperty("instance", new StringSchema());
    problem.setRequired(List.of("title", "status"));
    return problem;
  }
}
