/** Tests of the package of the same name. */
@NullMarked
package dev.jibe.server.cel;

import org.jspecify.annotations.NullMarked;
