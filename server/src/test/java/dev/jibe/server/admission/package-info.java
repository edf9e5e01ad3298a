@NullMarked
package dev.jibe.server.admission;

import org.jspecify.annotations.NullMarked;
