/**
 * What the server fills in where an object says nothing.
 *
 * <p>Plain values are data of the schema ({@link dev.jibe.object.schema.StructType#defaults}); what depends on other
 * fields is here, one class for a family of types.
 */
@NullMarked
package dev.jibe.object.defaults;

import org.jspecify.annotations.NullMarked;
