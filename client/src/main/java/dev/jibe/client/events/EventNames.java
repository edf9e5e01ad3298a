package dev.jibe.client.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jibe.runtime.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
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

    /** All components of a process tell of the same objects, and by the same clock; another's are another process. */
    private static final Map<Clock, EventNames> OF_CLOCKS = Collections.synchronizedMap(new WeakHashMap<>());

    /** The nanosecond in the last name that was given. */
    private final AtomicLong last = new AtomicLong();

    private EventNames() {}

    static EventNames of(Clock clock) {
        return OF_CLOCKS.computeIfAbsent(clock, any -> new EventNames());
    }

    /** A name that was not given yet. */
    String next(String about, Instant when) {
        return name(about, last.updateAndGet(before -> following(before, when)));
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
