/**
 * A durable, ordered map in which every change has a revision, and whose past can be read and watched. It knows nothing
 * of Kubernetes.
 *
 * <h2>The way of a write</h2>
 *
 * <pre>
 * caller's thread:  Write ─ encode ─ queue (bounded)
 * committer:        take all that queued ─ decide one by one (Transition) ─ one group to the log, one sync
 *                   ─ publish (History) ─ signal (Waker, Expiry) ─ answer
 * </pre>
 *
 * <p>There is one {@link dev.jibe.store.Committer} and it is the only thing that changes state, so preconditions need no
 * locks. What it decides is pure: {@link dev.jibe.store.Transition} takes a state and a write and gives the next state
 * and its events. Recovery replays mutations through the same functions.
 *
 * <p>Over etcd the committer is {@link dev.jibe.store.EtcdFeed}: etcd decides, by a transaction that compares what is
 * expected, and its watch says what came of it. Everything above {@link dev.jibe.store.CommitLog} is the same.
 *
 * <h2>The way of a read</h2>
 *
 * <p>A state is a {@link dev.jibe.store.Root}: an immutable tree of buckets, each an immutable B-tree of entries. A
 * revision's root is its snapshot. {@link dev.jibe.store.History} keeps the recent roots, and per bucket a
 * {@link dev.jibe.store.Feed} of the recent events. A {@link dev.jibe.store.Watch} is a position in a feed: a thousand
 * watchers are a thousand numbers, not a thousand queues. LIST, paging at an exact revision, watch catch-up and reads in
 * the past are all reads of this one structure.
 *
 * <h2>What holds</h2>
 *
 * <ul>
 *   <li>A write that was acknowledged is on disk. A write that was refused changed nothing.
 *   <li>A watch sees every event after its start exactly once and in order, or is told that they are gone; an event is
 *       never seen before {@link dev.jibe.store.Store#latest} has it.
 *   <li>Damaged files are refused, not served: see {@link dev.jibe.store.wal}.
 *   <li>When the disk fails, writes fail and reads go on. A full disk is tried again with the next write, because
 *       nothing was written; after any other failure only opening the store again tells what is on disk.
 * </ul>
 */
@NullMarked
package dev.jibe.store;

import org.jspecify.annotations.NullMarked;
