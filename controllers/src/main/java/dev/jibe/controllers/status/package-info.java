/** How controllers write the status of an object. */
@NullMarked
package dev.jibe.controllers.status;

import org.jspecify.annotations.NullMarked;
