package dev.jibe.store.wal;

import dev.jibe.store.disk.DiskFile;

/**
 * Where the log goes on.
 *
 * @param segment the open last segment
 * @param position the offset of the next group in it
 * @param nextSequence the number of the next group
 */
record WalEnd(DiskFile segment, long position, long nextSequence) {}
