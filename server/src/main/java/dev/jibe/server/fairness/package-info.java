/**
 * Priority and fairness: which requests wait when there are too many, and for whom.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/">API Priority and Fairness</a>.
 */
@NullMarked
package dev.jibe.server.fairness;

import org.jspecify.annotations.NullMarked;
