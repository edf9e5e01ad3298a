/**
 * The node IPAM controller: gives every node a range of addresses for its pods, out of the cluster's, as upstream's range
 * allocator.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/">{@code
 * --allocate-node-cidrs}, {@code --cluster-cidr}</a>.
 */
@NullMarked
package dev.jibe.controllers.nodeipam;

import org.jspecify.annotations.NullMarked;
