/**
 * The Deployment controller: takes pods from one template to the next through ReplicaSets.
 *
 * <p>{@link dev.jibe.controllers.deployment.DeploymentPlan} decides one step;
 * {@link dev.jibe.controllers.deployment.RollingUpdate}, {@link dev.jibe.controllers.deployment.Recreate} and
 * {@link dev.jibe.controllers.deployment.ProportionalScaling} are its three ways to change sizes. See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/">Deployments</a>.
 */
@NullMarked
package dev.jibe.controllers.deployment;

import org.jspecify.annotations.NullMarked;
