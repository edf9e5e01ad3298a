/** Names of services and pods. */
@NullMarked
package dev.jibe.network.dns;

import org.jspecify.annotations.NullMarked;
