/**
 * The Job controller: pods that run to completion.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">Jobs</a>.
 */
@NullMarked
package dev.jibe.controllers.job;

import org.jspecify.annotations.NullMarked;
