@NullMarked
package dev.jibe.server.admission.security;

import org.jspecify.annotations.NullMarked;
