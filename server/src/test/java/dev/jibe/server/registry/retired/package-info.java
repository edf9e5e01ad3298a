@NullMarked
package dev.jibe.server.registry.retired;

import org.jspecify.annotations.NullMarked;
