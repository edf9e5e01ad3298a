/** Encryption of what the store keeps: who encrypts which resources, by which keys. */
@NullMarked
package dev.jibe.server.encryption;

import org.jspecify.annotations.NullMarked;
