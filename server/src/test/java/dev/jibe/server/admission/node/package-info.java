@NullMarked
package dev.jibe.server.admission.node;

import org.jspecify.annotations.NullMarked;
