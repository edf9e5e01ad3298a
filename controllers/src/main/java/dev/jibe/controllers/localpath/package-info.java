/**
 * The built-in dynamic provisioner: claims get a directory of the node that their first pod is bound to.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/storage/dynamic-provisioning/">Dynamic volume provisioning</a>.
 */
@NullMarked
package dev.jibe.controllers.localpath;

import org.jspecify.annotations.NullMarked;
