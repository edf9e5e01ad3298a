/** Objects as the tables that kubectl prints. */
@NullMarked
package dev.jibe.server.registry.table;

import org.jspecify.annotations.NullMarked;
