/** The schema of a custom resource: what it drops, fills in, and requires of an object. */
@NullMarked
package dev.jibe.server.crd.schema;

import org.jspecify.annotations.NullMarked;
