package dev.jibe.client.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * What events are called: as what they are about, with the nanosecond since 1970 in hexadecimal behind it, so that the names of
 * one object's events rise with time.
 */
final class EventNames {
    /** Upstream's rule for names of subdomains, but for their length. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST = 253;

    /** The nanosecond in the last name that this process gave: all components that tell of an object share its names. */
    private static final AtomicLong LAST = new AtomicLong();

    private EventNames() {}

    /** A name that this process has not given yet. */
    static String next(String about, Instant when) {
        return name(about, LAST.updateAndGet(last -> following(last, when)));
    }

    /** The nanosecond of {@code when}, or the first after {@code last} if that is not past yet. */
    static long following(long last, Instant when) {
        return Math.max(last + 1, TimeUnit.SECONDS.toNanos(when.getEpochSecond()) + when.getNano());
    }

    /** Names that no event can have (the object's own is too long, or has other letters) give way to a UUID, as upstream. */
    static String name(String about, long nanos) {
        var name = about + "." + Long.toHexString(nanos);
        boolean isValid = name.length() <= LONGEST && NAME.matcher(name).matches();
        return isValid ? name : UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }
}
