/**
 * The TTL-after-finished controller: deletes Jobs some time after their end.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/">Automatic Cleanup for
 * Finished Jobs</a>.
 */
@NullMarked
package dev.jibe.controllers.ttlafterfinished;

import org.jspecify.annotations.NullMarked;
