package dev.jibe.linux.mount;

import java.io.IOException;

/** A mount or unmount that the kernel refused. */
public final class MountException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    MountException(String call, String target, int errno) {
        super(call + " " + target + ": errno " + errno);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
