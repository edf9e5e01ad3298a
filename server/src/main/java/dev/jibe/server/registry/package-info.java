/** The verbs on every resource, and what is particular to each kind. */
@NullMarked
package dev.jibe.server.registry;

import org.jspecify.annotations.NullMarked;
