/** Subresources other than status: what can be done with an object besides reading and writing it. */
@NullMarked
package dev.jibe.server.subresource;

import org.jspecify.annotations.NullMarked;
