/** Paths into custom resources, as printer columns, scale and selectable fields name them. */
@NullMarked
package dev.jibe.server.crd.path;

import org.jspecify.annotations.NullMarked;
