@NullMarked
package dev.jibe.server.admission.expression;

import org.jspecify.annotations.NullMarked;
