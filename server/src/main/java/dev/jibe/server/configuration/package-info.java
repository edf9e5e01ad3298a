/** The files that say who may come in, and who decides what they may do. */
@NullMarked
package dev.jibe.server.configuration;

import org.jspecify.annotations.NullMarked;
