/** Keys and values in etcd. */
@NullMarked
package dev.jibe.server.etcd;

import org.jspecify.annotations.NullMarked;
