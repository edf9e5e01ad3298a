/** CBOR (RFC 8949) to the tree and back, as the API uses it. */
@NullMarked
package dev.jibe.object.cbor;

import org.jspecify.annotations.NullMarked;
