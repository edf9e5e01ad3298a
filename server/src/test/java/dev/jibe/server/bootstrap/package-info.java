@NullMarked
package dev.jibe.server.bootstrap;

import org.jspecify.annotations.NullMarked;
