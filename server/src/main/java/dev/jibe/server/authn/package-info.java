/** Who asks: certificates and tokens. */
@NullMarked
package dev.jibe.server.authn;

import org.jspecify.annotations.NullMarked;
