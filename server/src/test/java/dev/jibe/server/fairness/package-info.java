@NullMarked
package dev.jibe.server.fairness;

import org.jspecify.annotations.NullMarked;
