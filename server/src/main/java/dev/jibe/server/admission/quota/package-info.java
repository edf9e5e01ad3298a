/** Charges new objects to the quotas of their namespace. */
@NullMarked
package dev.jibe.server.admission.quota;

import org.jspecify.annotations.NullMarked;
