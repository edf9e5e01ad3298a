/** Certificates, keys and the settings of TLS: issuing, reading, verifying. */
@NullMarked
package dev.jibe.wire.tls;

import org.jspecify.annotations.NullMarked;
