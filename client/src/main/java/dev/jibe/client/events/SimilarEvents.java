package dev.jibe.client.events;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which events differ in nothing but their message and are many, so that they are told as one: the tenth other message
 * about the same within ten minutes, and all further ones, as upstream. Belongs to one thread.
 */
final class SimilarEvents {
    private static final int MOST_MESSAGES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int REMEMBERED = 4096;

    private final Map<Sort, Recent> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sort, Recent> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What similar events have in common. */
    private record Sort(JsonMap object, String type, String reason) {}

    /** Messages that were told of late. */
    private record Recent(Set<String> messages, Instant last) {}

    /** Whether this one is to be told as one of many. */
    boolean isOneOfMany(JsonMap object, String type, String reason, String message, Instant now) {
        var sort = new Sort(object.without("resourceVersion"), type, reason);
        var known = recent.get(sort);
        var messages = known == null || known.last().plus(WINDOW).isBefore(now)
                ? new LinkedHashSet<String>()
                : known.messages();
        messages.add(message);
        recent.put(sort, new Recent(messages, now));
        if (messages.size() < MOST_MESSAGES) {
            return false;
        }
        messages.remove(messages.iterator().next());
        return true;
    }
}
