/**
 * The durable log of the store: groups of mutations in segment files, and snapshots that make old segments superfluous.
 *
 * <h2>Files</h2>
 *
 * <ul>
 *   <li>{@code log-SEQUENCE.wal}: a segment, named for the number of its first group. It is filled with zeroes before it
 *       is used, so that a write changes no metadata and one fdatasync costs one disk write. A page of header, then
 *       groups, each beginning at a multiple of 4096 bytes: a page with acknowledged data is never written again.
 *   <li>{@code snap-SEQUENCE.snap}: all entries as they were before the group of that number. The newest two are kept,
 *       and the log since the older one, so that damage to the newest snapshot loses nothing.
 *   <li>{@code *.tmp}: something unfinished; deleted at the next start.
 * </ul>
 *
 * <h2>What recovery may conclude</h2>
 *
 * <p>A group is written only after the one before it is durable. So the only group that a crash can leave incomplete is
 * the last, and everything else that does not check out is damage, which is refused and never repaired by guessing. For
 * the last group, the two are told apart by what a torn write leaves behind: sectors of 512 bytes that are still zero.
 * Its header says how many sectors were zero to begin with. More zero sectors than that, and no group after it: it was
 * torn, nobody was told that it happened, and it is cut off. All sectors there but the checksum wrong: damage.
 */
@NullMarked
package dev.jibe.store.wal;

import org.jspecify.annotations.NullMarked;
