/** CBOR against the vectors of its standard and the rules of the API. */
@NullMarked
package dev.jibe.object.cbor;

import org.jspecify.annotations.NullMarked;
