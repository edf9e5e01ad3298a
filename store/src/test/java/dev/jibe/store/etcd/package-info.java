/** The store over a real etcd. */
@NullMarked
package dev.jibe.store.etcd;

import org.jspecify.annotations.NullMarked;
