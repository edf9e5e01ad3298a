/** What nodes and pods use: the API {@code metrics.k8s.io}, answered from what node agents measure. */
@NullMarked
package dev.jibe.server.usage;

import org.jspecify.annotations.NullMarked;
