/** Which requests webhooks and policies ask to see. */
@NullMarked
package dev.jibe.server.admission.matching;

import org.jspecify.annotations.NullMarked;
