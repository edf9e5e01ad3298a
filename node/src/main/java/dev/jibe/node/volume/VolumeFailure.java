package dev.jibe.node.volume;

/** That a volume cannot be made. */
public final class VolumeFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public VolumeFailure(String volume, String message) {
        super("MountVolume.SetUp failed for volume \"" + volume + "\" : " + message);
    }

    /** The message, which there always is. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
