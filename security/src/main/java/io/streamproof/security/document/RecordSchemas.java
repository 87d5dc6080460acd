package io.streamproof.security.document;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes from an answer's type what its schema has to say and annotations would only repeat: a
 * component that may not be null is always there, and what is JSON already may be anything.
 */
final class RecordSchemas implements ModelConverter {
  private static final String REFERENCE = "#/components/schemas/";

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
    Schema<?> resolved = others.hasNext() ? others.next().resolve(type, context, others) : null;
    Class<?> answered = TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
    if (resolved != null && answered.isRecord()) {
      complete(model(resolved, context.getDefinedModels()), answered);
    }
    return resolved;
  }

  @SuppressWarnings("rawtypes") // as the library has them
  private static @Nullable Schema<?> model(Schema<?> resolved, Map<String, Schema> models) {
    String reference = resolved.get$ref();
    return reference == null ? resolved : models.get(reference.substring(REFERENCE.length()));
  }

  @SuppressWarnings("rawtypes") // as the library has them
  private static void complete(@Nullable Schema<?> model, Class<?> answered) {
    if (model == null || model.getProperties() == null) {
      return;
    }
    Set<String> required = new LinkedHashSet<>();
    for (RecordComponent component : answered.getRecordComponents()) {
      String name = component.getName();
      Schema property = model.getProperties().get(name);
      if (property != null) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        model.getProperties().put(name, property(property, component, nullable));
        if (!nullable) {
          required.add(name);
        }
      }
    }
    model.setRequired(List.copyOf(required));
  }

  private static Schema<?> property(
      Schema<?> property, RecordComponent component, boolean nullable) {
    if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
      return new Schema<>();
    }
    return nullable ? nullable(property) : property;
  }

  private static Schema<?> nullable(Schema<?> property) {
    if (property.get$ref() != null) {
      Schema<?> nothing = new Schema<>();
      nothing.addType("null");
      return new Schema<>().anyOf(List.of(property, nothing));
    }
    if (property.getTypes() != null) {
      property.addType("null");
    }
    return property;
  }
}
