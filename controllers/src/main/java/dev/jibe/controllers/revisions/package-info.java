/**
 * The history of a workload's template: ControllerRevisions, and the hashes that name them.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/">ControllerRevision</a>.
 */
@NullMarked
package dev.jibe.controllers.revisions;

import org.jspecify.annotations.NullMarked;
