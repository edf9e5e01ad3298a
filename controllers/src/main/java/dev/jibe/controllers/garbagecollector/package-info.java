/**
 * The garbage collector: deletes what has lost its owners, and sees to it that owners and dependents go in the order
 * that was asked for.
 *
 * <p>{@link dev.jibe.controllers.garbagecollector.GarbagePlan} decides about one object;
 * {@link dev.jibe.controllers.garbagecollector.Graph} finds its owners and dependents in the caches of everything the
 * API serves. See <a href="https://kubernetes.io/docs/concepts/architecture/garbage-collection/">Garbage
 * Collection</a>.
 */
@NullMarked
package dev.jibe.controllers.garbagecollector;

import org.jspecify.annotations.NullMarked;
