/** What the server says about itself: discovery and OpenAPI. */
@NullMarked
package dev.jibe.server.openapi;

import org.jspecify.annotations.NullMarked;
