/** Build-only: reads the published client jars and writes the schema, the OpenAPI documents and the typed views. */
@NullMarked
package dev.jibe.schema;

import org.jspecify.annotations.NullMarked;
