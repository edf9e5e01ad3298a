/** Label and field selectors. */
@NullMarked
package dev.jibe.object.selector;

import org.jspecify.annotations.NullMarked;
