/** Connections that go on to nodes, pods and services. */
@NullMarked
package dev.jibe.server.forward;

import org.jspecify.annotations.NullMarked;
