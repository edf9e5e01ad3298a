/**
 * Versions that are served on request: those that upstream has removed, and those that it has off by default. Each is
 * another shape of the current version.
 *
 * <p>See the <a href="https://kubernetes.io/docs/reference/using-api/deprecation-guide/">Deprecated API Migration
 * Guide</a>.
 */
@NullMarked
package dev.jibe.server.registry.versions;

import org.jspecify.annotations.NullMarked;
