/** What the server knows of its built-in types: fields, protobuf numbers, merge keys, kinds and resources. */
@NullMarked
package dev.jibe.object.schema;

import org.jspecify.annotations.NullMarked;
