/** Questions that clients put to the server as objects: who am I, may I, whose is this token. */
@NullMarked
package dev.jibe.server.review;

import org.jspecify.annotations.NullMarked;
