/** Ranges of addresses, which several controllers deal with. */
@NullMarked
package dev.jibe.controllers.addresses;

import org.jspecify.annotations.NullMarked;
