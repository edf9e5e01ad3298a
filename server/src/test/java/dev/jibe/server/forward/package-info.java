@NullMarked
package dev.jibe.server.forward;

import org.jspecify.annotations.NullMarked;
