/** The functions of CEL: the language's own, its extensions, and those that Kubernetes adds. */
@NullMarked
package dev.jibe.server.cel.library;

import org.jspecify.annotations.NullMarked;
