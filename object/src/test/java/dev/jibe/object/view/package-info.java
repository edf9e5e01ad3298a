@NullMarked
package dev.jibe.object.view;

import org.jspecify.annotations.NullMarked;
