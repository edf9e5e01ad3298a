/** What each pod of the node needs next, decided as data, and the shell that does it. */
@NullMarked
package dev.jibe.node.pods;

import org.jspecify.annotations.NullMarked;
