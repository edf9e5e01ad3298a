package dev.jibe.controllers.attachdetach;

import dev.jibe.object.api.storage.v1.VolumeAttachment;
import dev.jibe.object.api.storage.v1.VolumeAttachmentSource;
import dev.jibe.object.api.storage.v1.VolumeAttachmentSpec;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.Pod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A volume that pods of a node mount.
 *
 * @param driver the CSI driver that attaches it
 * @param name by which the node knows it
 */
record Wanted(PersistentVolume volume, String driver, String name, List<Pod> pods) {

    static Wanted of(PersistentVolume volume, List<Pod> pods) {
        var csi = volume.spec().csi();
        return new Wanted(volume, csi.driver(), "kubernetes.io/csi/" + csi.driver() + "^" + csi.volumeHandle(), pods);
    }

    /** The name of its attachment to a node, which CSI drivers rely on. */
    String attachmentName(String node) {
        return attachmentName(volume.spec().csi().volumeHandle(), driver, node);
    }

    static String attachmentName(String handle, String driver, String node) {
        var text = handle + driver + node;
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "csi-" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    VolumeAttachment attachment(String node) {
        var source = VolumeAttachmentSource.EMPTY.withPersistentVolumeName(volume.name());
        var spec = VolumeAttachmentSpec.EMPTY
                .withAttacher(driver)
                .withNodeName(node)
                .withSource(source);
        return VolumeAttachment.KIND.create("", attachmentName(node)).withSpec(spec);
    }

    /** Whether only one node may have it. */
    boolean isExclusive() {
        var modes = volume.spec().accessModes();
        return modes.stream().noneMatch(mode -> mode.equals("ReadWriteMany") || mode.equals("ReadOnlyMany"));
    }
}
