@NullMarked
package dev.jibe.object.schema;

import org.jspecify.annotations.NullMarked;
