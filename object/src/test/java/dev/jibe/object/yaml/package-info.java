@NullMarked
package dev.jibe.object.yaml;

import org.jspecify.annotations.NullMarked;
