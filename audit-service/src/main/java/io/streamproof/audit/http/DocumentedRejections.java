package io.streamproof.audit.http;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the OpenAPI document says of why a call may get no answer. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
    responseCode = "400",
    description = "A parameter cannot be used; `parameter` names it.")
@ApiResponse(responseCode = "404", description = "What the call is about is not there.")
@ApiResponse(responseCode = "406", description = "There is no answer in an accepted format.")
@ApiResponse(
    responseCode = "503",
    description = "The database or the brokers do not answer, or there are too many calls at once.")
@interface DocumentedRejections {}
