/**
 * The Namespace controller: empties a namespace that is being deleted, and then lets it go.
 *
 * <p>Pods go first, so that nothing runs any more when the policies and secrets that it relied on go (KEP-5080). See <a
 * href="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/">Namespaces</a>.
 */
@NullMarked
package dev.jibe.controllers.namespace;

import org.jspecify.annotations.NullMarked;
