package io.streamproof.ingest.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** What the OpenAPI document says of the call for events. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "acceptEvents",
    summary = "Takes one CloudEvent, or a batch of them",
    description =
        "Answers once the brokers have acknowledged every event. In binary mode the attributes are"
            + " headers (ce-id and so on) and the body is the event's data.",
    parameters = {
      @Parameter(
          name = "ce-specversion",
          in = ParameterIn.HEADER,
          description = "Binary mode",
          schema = @Schema(type = "string", allowableValues = "1.0")),
      @Parameter(
          name = "ce-id",
          in = ParameterIn.HEADER,
          description = "Binary mode; with the source it makes the event unique",
          schema = @Schema(type = "string", minLength = 1, maxLength = 1024)),
      @Parameter(
          name = "ce-source",
          in = ParameterIn.HEADER,
          description = "Binary mode; a URI reference",
          schema = @Schema(type = "string", minLength = 1, maxLength = 1024)),
      @Parameter(
          name = "ce-type",
          in = ParameterIn.HEADER,
          description = "Binary mode",
          schema = @Schema(type = "string", minLength = 1, maxLength = 1024)),
      @Parameter(
          name = "ce-time",
          in = ParameterIn.HEADER,
          description = "Binary mode; an RFC 3339 time",
          schema = @Schema(type = "string", format = "date-time"))
    },
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(mediaType = "application/json", schema = @Schema),
              @Content(
                  mediaType = "application/cloudevents+json",
                  schema = @Schema(implementation = EventsDocument.Event.class),
                  examples = @ExampleObject(EventsDocument.EXAMPLE)),
              @Content(
                  mediaType = "application/cloudevents-batch+json",
                  array =
                      @ArraySchema(
                          schema = @Schema(implementation = EventsDocument.Event.class),
                          maxItems = 1000),
                  examples = @ExampleObject("[" + EventsDocument.EXAMPLE + "]"))
            }))
@ApiResponse(
    responseCode = "202",
    description = "All events are accepted; receipts are in the order of the request.",
    content =
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = Answers.Accepted.class)))
@ApiResponse(
    responseCode = "400",
    description = "Events are invalid; `errors` has an entry for each. Nothing is accepted.")
@ApiResponse(responseCode = "404", description = "There is no such pipeline.")
@ApiResponse(responseCode = "408", description = "The body came too slowly.")
@ApiResponse(responseCode = "413", description = "An event, or the body, is too large.")
@ApiResponse(responseCode = "415", description = "The body is not JSON, or is compressed.")
@ApiResponse(
    responseCode = "503",
    description = "The brokers do not answer, or there are too many requests at once.")
@ApiResponse(
    responseCode = "504",
    description =
        "Events may or may not have been accepted; `errors` has the outcome of each. The same ids"
            + " may be sent again.")
@interface EventsDocument {
  String EXAMPLE =
      """
      {"specversion": "1.0", "id": "1", "source": "/example", "type": "flight",
       "data": {"time": "2001-01-01T00:47:00Z", "delay": 66, "origin": "DTW", "destination": "LAS"}}
      """;

  /** An event in structured mode, as the document has it. */
  @Schema(
      name = "CloudEvent",
      description = "CloudEvents 1.0, JSON format; extension attributes are not carried on")
  record Event(
      @Schema(allowableValues = "1.0") String specversion,
      @Schema(minLength = 1, maxLength = 1024) String id,
      @Schema(minLength = 1, maxLength = 1024, description = "A URI reference") String source,
      @Schema(minLength = 1, maxLength = 1024) String type,
      @Schema(format = "date-time") @Nullable String time,
      @Nullable Object data) {}
}
