@NullMarked
package dev.jibe.server.authn;

import org.jspecify.annotations.NullMarked;
