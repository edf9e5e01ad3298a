@NullMarked
package dev.jibe.object.json;

import org.jspecify.annotations.NullMarked;
