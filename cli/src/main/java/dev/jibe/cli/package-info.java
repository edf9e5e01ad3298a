/** The command line. */
@NullMarked
package dev.jibe.cli;

import org.jspecify.annotations.NullMarked;
