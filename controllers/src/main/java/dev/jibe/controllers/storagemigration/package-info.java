/**
 * Storage version migration: all objects of a resource are written once more, in the version that is stored now.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/storage-version-migration/">Migrate Kubernetes
 * Objects Using Storage Version Migration</a>.
 */
@NullMarked
package dev.jibe.controllers.storagemigration;

import org.jspecify.annotations.NullMarked;
