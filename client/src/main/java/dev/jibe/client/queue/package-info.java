/**
 * Work by key: what changed is put into a queue as a name, and a reconciler is run for it until it is content.
 *
 * <p>{@link dev.jibe.client.queue.Controller} ties informers to a {@link dev.jibe.client.queue.WorkQueue} by
 * {@link dev.jibe.client.queue.Trigger}s.
 */
@NullMarked
package dev.jibe.client.queue;

import org.jspecify.annotations.NullMarked;
