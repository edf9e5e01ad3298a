package dev.jibe.wire.http.server;

import dev.jibe.runtime.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the date header, written once a second. */
final class DateHeader {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Clock clock;
    private volatile Written written;

    private record Written(String text, long atNanos) {}

    DateHeader(Clock clock) {
        this.clock = clock;
        this.written = write();
    }

    String now() {
        Written last = written;
        if (clock.nanoTime() - last.atNanos > SECOND_NANOS) {
            last = write();
            written = last;
        }
        return last.text;
    }

    private Written write() {
        return new Written(FORMAT.format(clock.now().atOffset(ZoneOffset.UTC)), clock.nanoTime());
    }
}
