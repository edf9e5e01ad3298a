/** What nodes may do with what is theirs. */
@NullMarked
package dev.jibe.server.admission.node;

import org.jspecify.annotations.NullMarked;
