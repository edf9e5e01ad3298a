/**
 * Attaching and detaching: says by VolumeAttachments which CSI volumes belong on which node, and tells the node when they are
 * there.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/storage-resources/volume-attachment-v1/">VolumeAttachment</a>.
 */
@NullMarked
package dev.jibe.controllers.attachdetach;

import org.jspecify.annotations.NullMarked;
