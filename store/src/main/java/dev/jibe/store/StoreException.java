package dev.jibe.store;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why the store did not do what it was asked. */
public abstract sealed class StoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private StoreException(String message, @Nullable Throwable cause, boolean withTrace) {
        super(message, cause, false, withTrace);
    }

    /** The key is not as the write expects it; nothing was changed. An everyday answer, so it carries no trace. */
    public static final class Conflict extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Entry<?> current;

        Conflict(Write.Single<?> write, @Nullable Entry<?> current) {
            super(
                    "conflict: " + write.bucket() + " " + write.key() + " expected " + write.expect() + ", found "
                            + (current == null ? "nothing" : "revision " + current.modRevision()),
                    null,
                    false);
            this.current = current;
        }

        /** The entry that was found, or null if the key does not exist. */
        public @Nullable Entry<?> current() {
            return current;
        }
    }

    /** The revision, or an event after it, is no longer kept; the caller has to read the newest state afresh. */
    public static final class Compacted extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final long compactedRevision;

        Compacted(long revision, long compactedRevision) {
            super("revision " + revision + " is compacted, the oldest kept is " + compactedRevision, null, false);
            this.compactedRevision = compactedRevision;
        }

        /** The oldest revision that can still be read, or watched from. */
        public long compactedRevision() {
            return compactedRevision;
        }
    }

    /** The revision has not happened yet. */
    public static final class FutureRevision extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final long currentRevision;

        FutureRevision(long revision, long currentRevision) {
            super("revision " + revision + " is in the future, the newest is " + currentRevision, null, false);
            this.currentRevision = currentRevision;
        }

        public long currentRevision() {
            return currentRevision;
        }
    }

    /** The write is larger than the store takes. */
    public static final class TooLarge extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        TooLarge(long sizeBytes, long maxSizeBytes) {
            super("write of " + sizeBytes + " bytes is over the limit of " + maxSizeBytes, null, false);
        }
    }

    /** More writes wait than the store takes, and none went through for a while; nothing was changed. */
    public static final class TooBusy extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        TooBusy(long waitedMillis) {
            super("too many writes are waiting; gave up after " + waitedMillis + " ms", null, false);
        }
    }

    /** The store takes no writes: its disk fails or is full, or it is closed. Reads go on. */
    public static final class Unavailable extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause, true);
        }
    }

    /** The shared log did not do what it was asked; a write may have happened all the same. Its own words say why. */
    public static final class Unreachable extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause, false);
        }
    }

    /** The shared log did not answer in time; a write may have happened all the same. */
    public static final class TimedOut extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        TimedOut(String message) {
            super(message, null, false);
        }
    }

    /** The files hold something that was not written there; the message names file, offset and what to do. */
    public static final class Damaged extends StoreException {

        @Serial
        private static final long serialVersionUID = 1L;

        Damaged(String message, @Nullable Throwable cause) {
            super(message, cause, true);
        }
    }
}
