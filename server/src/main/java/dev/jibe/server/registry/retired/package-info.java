/**
 * Versions that upstream has removed, served on request: each is another shape of the version that replaced it.
 *
 * <p>See the <a href="https://kubernetes.io/docs/reference/using-api/deprecation-guide/">Deprecated API Migration
 * Guide</a>.
 */
@NullMarked
package dev.jibe.server.registry.retired;

import org.jspecify.annotations.NullMarked;
