/** The definition of a custom resource as an object of the API: its first state and what is required of it. */
@NullMarked
package dev.jibe.server.crd.definition;

import org.jspecify.annotations.NullMarked;
