/** Measurements of parsing, writing and holding API objects, beside Jackson's tree. */
@NullMarked
package dev.jibe.bench.codec;

import org.jspecify.annotations.NullMarked;
