package dev.jibe.client.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jibe.client.ApiFailure;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What events are called: as what they are about, with the nanosecond since 1970 in hexadecimal behind it, so that the names of
 * one object's events rise with time. For one thread.
 */
final class EventNames {
    /** Upstream's rule for names of subdomains, but for their length. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST = 253;

    private static final int TRIES = 10;

    /** The nanosecond in the last name that was given. */
    private long last;

    /**
     * Has an event created under a name of its own, and answers that. Another component may have told of the same object in the
     * same nanosecond; then it is the next.
     */
    String create(String about, Instant when, Consumer<String> create) {
        for (int left = TRIES; ; left--) {
            last = following(last, when);
            var name = name(about, last);
            try {
                create.accept(name);
                return name;
            } catch (ApiFailure failure) {
                if (!failure.isAlreadyExists() || left == 1) {
                    throw failure;
                }
            }
        }
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
