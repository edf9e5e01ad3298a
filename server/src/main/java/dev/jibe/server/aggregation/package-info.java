/** APIs that other servers serve behind this one: where they are, whether they answer, and how requests get there. */
@NullMarked
package dev.jibe.server.aggregation;

import org.jspecify.annotations.NullMarked;
