@NullMarked
package dev.jibe.server.crd.path;

import org.jspecify.annotations.NullMarked;
