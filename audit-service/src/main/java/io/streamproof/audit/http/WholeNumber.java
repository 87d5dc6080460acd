package io.streamproof.audit.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/** Documents a parameter that {@link RequestParameters#number} reads. */
@Parameter(
    schema =
        @Schema(type = "integer", format = "int64", minimum = "0", maximum = "999999999999999999"))
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface WholeNumber {
  @AliasFor(annotation = Parameter.class, attribute = "description")
  String value();
}
