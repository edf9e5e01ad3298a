@NullMarked
package dev.jibe.server.tracing;

import org.jspecify.annotations.NullMarked;
