/** Images that come from files instead of a registry. */
@NullMarked
package dev.jibe.node.image;

import org.jspecify.annotations.NullMarked;
