/** Tests of the package of the same name. */
@NullMarked
package dev.jibe.server.crd.definition;

import org.jspecify.annotations.NullMarked;
