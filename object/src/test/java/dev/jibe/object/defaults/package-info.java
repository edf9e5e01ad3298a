@NullMarked
package dev.jibe.object.defaults;

import org.jspecify.annotations.NullMarked;
