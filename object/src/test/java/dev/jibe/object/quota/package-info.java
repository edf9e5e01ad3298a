@NullMarked
package dev.jibe.object.quota;

import org.jspecify.annotations.NullMarked;
