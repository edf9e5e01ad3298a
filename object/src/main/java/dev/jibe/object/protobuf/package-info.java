/** Protobuf to the tree and back, by the numbers of the schema. */
@NullMarked
package dev.jibe.object.protobuf;

import org.jspecify.annotations.NullMarked;
