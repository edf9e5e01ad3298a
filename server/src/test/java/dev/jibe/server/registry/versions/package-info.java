@NullMarked
package dev.jibe.server.registry.versions;

import org.jspecify.annotations.NullMarked;
