/** Tests of the package of the same name. */
@NullMarked
package dev.jibe.server.crd.schema;

import org.jspecify.annotations.NullMarked;
