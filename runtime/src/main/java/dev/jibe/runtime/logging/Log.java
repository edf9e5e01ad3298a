package dev.jibe.runtime.logging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The log of one class.
 *
 * <p>The message is constant text; what varies follows as pairs: {@code log.info("listening", "address", address)}. A
 * line reads {@code 2026-05-04T08:15:00.123Z INFO wire.Listener listening address=127.0.0.1:6443}.
 */
public final class Log {

    private static final String HOUSE = "dev.jibe.";

    private static volatile LogOutput output = LogOutput.toStream(System.err);
    private static volatile Level threshold = Level.INFO;

    private final String source;

    private Log(String source) {
        this.source = source;
    }

    /** The log whose lines carry the name of the class. */
    public static Log of(Class<?> source) {
        String name = source.getName();
        return new Log(name.startsWith(HOUSE) ? name.substring(HOUSE.length()) : name);
    }

    /** Sends the lines of the whole process that matter at least this much to one place. */
    public static void configure(LogOutput newOutput, Level newThreshold) {
        output = newOutput;
        threshold = newThreshold;
    }

    /** Whether a line of this level goes anywhere; to be asked before collecting costly values. */
    public boolean enabled(Level level) {
        return level.compareTo(threshold) >= 0;
    }

    public void debug(String message, @Nullable Object... pairs) {
        write(Level.DEBUG, message, null, pairs);
    }

    public void info(String message, @Nullable Object... pairs) {
        write(Level.INFO, message, null, pairs);
    }

    public void warn(String message, @Nullable Object... pairs) {
        write(Level.WARN, message, null, pairs);
    }

    public void warn(String message, Throwable failure, @Nullable Object... pairs) {
        write(Level.WARN, message, failure, pairs);
    }

    public void error(String message, @Nullable Object... pairs) {
        write(Level.ERROR, message, null, pairs);
    }

    public void error(String message, Throwable failure, @Nullable Object... pairs) {
        write(Level.ERROR, message, failure, pairs);
    }

    private void write(Level level, String message, @Nullable Throwable failure, @Nullable Object... pairs) {
        if (enabled(level)) {
            output.write(LogLine.of(Instant.now(), level, source, message, failure, pairs));
        }
    }
}
