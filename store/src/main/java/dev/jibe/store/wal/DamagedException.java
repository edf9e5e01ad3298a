package dev.jibe.store.wal;

import java.io.IOException;
import java.io.Serial;

/** Bytes on disk that are not what was written there. */
public final class DamagedException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    DamagedException(String file, long offset, String finding) {
        super("damaged: " + file + " at offset " + offset + ": " + finding
                + ". Nothing was changed. Check the disk, then restore the directory from a copy; to go on without one,"
                + " move this file and all log files that sort after it away, which gives up every write from this"
                + " offset on");
    }
}
