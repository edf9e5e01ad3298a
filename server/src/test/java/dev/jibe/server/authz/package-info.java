@NullMarked
package dev.jibe.server.authz;

import org.jspecify.annotations.NullMarked;
