@org.jspecify.annotations.NullMarked
package dev.jibe.server.registry.kinds;
