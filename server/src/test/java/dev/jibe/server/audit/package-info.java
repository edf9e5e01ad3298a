@NullMarked
package dev.jibe.server.audit;

import org.jspecify.annotations.NullMarked;
