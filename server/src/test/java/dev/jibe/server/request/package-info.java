@NullMarked
package dev.jibe.server.request;

import org.jspecify.annotations.NullMarked;
