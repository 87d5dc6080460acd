package io.streamproof.ingest.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says of the call for uploads. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "receiveUpload",
    summary = "Takes payloads of any number, one a line",
    description = "The id of an event is <source>#<line>, so a repeated upload repeats its ids.",
    parameters = {
      @Parameter(
          name = "source",
          in = ParameterIn.QUERY,
          required = true,
          description = "The events' source, a URI reference",
          example = "/example",
          schema = @Schema(type = "string", minLength = 1, maxLength = 1000)),
      @Parameter(
          name = "type",
          in = ParameterIn.QUERY,
          description = "The events' type",
          schema =
              @Schema(
                  type = "string",
                  minLength = 1,
                  maxLength = 1024,
                  defaultValue = "io.streamproof.upload"))
    },
    requestBody =
        @RequestBody(
            required = true,
            content =
                @Content(
                    mediaType = "application/x-ndjson",
                    schema = @Schema(type = "string"),
                    examples = @ExampleObject(UploadsDocument.EXAMPLE))))
@ApiResponse(
    responseCode = "202",
    description = "Read to its end; `rejected` names the first lines that are no valid event.",
    content =
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = UploadAnswers.Received.class)))
@ApiResponse(
    responseCode = "400",
    description = "Source or type are invalid, or the upload broke off: `accepted` says how far.")
@ApiResponse(responseCode = "404", description = "There is no such pipeline.")
@ApiResponse(
    responseCode = "408",
    description = "The body came too slowly; `accepted` says how far.")
@ApiResponse(responseCode = "415", description = "The body is not NDJSON, or is compressed.")
@ApiResponse(
    responseCode = "503",
    description = "The brokers do not answer, or there are too many uploads at once.")
@ApiResponse(
    responseCode = "504",
    description = "The lines in `uncertain` may or may not have been accepted.")
@interface UploadsDocument {
  String EXAMPLE =
      """
      {"delay": 66, "origin": "DTW", "destination": "LAS"}
      {"delay": 3, "origin": "LAS", "destination": "DTW"}
      """;
}
