@NullMarked
package dev.jibe.schema;

import org.jspecify.annotations.NullMarked;
