/**
 * How one speaks to etcd: its transactions, reads, watch, leases and compaction, over gRPC. What it means for a store is
 * decided in {@link dev.jibe.store}.
 *
 * <p>Nothing here is loaded unless a store is opened over etcd. See <a
 * href="https://etcd.io/docs/v3.6/learning/api/">etcd API</a>.
 */
@NullMarked
package dev.jibe.store.etcd;

import org.jspecify.annotations.NullMarked;
