/**
 * Objects in etcd as upstream keeps them, so that a cluster can go from one kind of API server to the other, or be served
 * by both at once: the keys, the versions, and the encoding.
 */
@NullMarked
package dev.jibe.server.etcd;

import org.jspecify.annotations.NullMarked;
