@NullMarked
package dev.jibe.server.watch;

import org.jspecify.annotations.NullMarked;
