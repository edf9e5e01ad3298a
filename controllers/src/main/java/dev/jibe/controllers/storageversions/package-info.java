/**
 * What API servers that are gone have said about the versions in which they store objects, and its removal.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/storage-version-v1alpha1/">StorageVersion</a>
 * and KEP-2339.
 */
@NullMarked
package dev.jibe.controllers.storageversions;

import org.jspecify.annotations.NullMarked;
