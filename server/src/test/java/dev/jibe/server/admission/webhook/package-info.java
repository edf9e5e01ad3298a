@NullMarked
package dev.jibe.server.admission.webhook;

import org.jspecify.annotations.NullMarked;
