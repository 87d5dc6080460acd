package io.streamproof.audit.http;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The links of a finding; clients know the schema by its old name.
 *
 * @param trace in Jaeger; null: no Jaeger is configured, or nothing was exported to it yet
 * @param lineage null: there is no record that it is about
 */
@Schema(name = "LinksOf")
record LinksView(String self, @Nullable String trace, @Nullable String lineage) {}
