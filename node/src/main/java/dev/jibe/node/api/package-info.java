/** What the node agent asks of the API server. */
@NullMarked
package dev.jibe.node.api;

import org.jspecify.annotations.NullMarked;
