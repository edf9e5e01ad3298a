/** What a new cluster holds before anybody has asked for anything. */
@NullMarked
package dev.jibe.server.bootstrap;

import org.jspecify.annotations.NullMarked;
