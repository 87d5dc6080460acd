package io.streamproof.audit.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/** Documents a parameter that {@link RequestParameters#limit} reads. */
@Parameter(
    schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface PageLimit {
  @AliasFor(annotation = Parameter.class, attribute = "description")
  String value();
}
