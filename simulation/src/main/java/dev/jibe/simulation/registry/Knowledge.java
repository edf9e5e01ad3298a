package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What clients believe of objects: some of it is old. */
final class Knowledge {

    private static final int KEPT = 3;

    private final Map<Subject, List<JsonMap>> lately = new ConcurrentHashMap<>();
    private final List<Long> versions = new ArrayList<>();
    private final AtomicLong serial = new AtomicLong();

    void learn(Subject subject, JsonMap object) {
        lately.compute(subject, (_, known) -> {
            var list = known == null ? new ArrayList<JsonMap>() : new ArrayList<>(known);
            list.add(object);
            return List.copyOf(list.subList(Math.max(0, list.size() - KEPT), list.size()));
        });
        synchronized (versions) {
            versions.add(Long.parseLong(object.map("metadata").string("resourceVersion")));
        }
    }

    /** The object as somebody last saw it, or before that. */
    @Nullable
    JsonMap recall(Subject subject, SplittableRandom random) {
        var known = lately.get(subject);
        if (known == null) {
            return null;
        }
        return random.nextInt(3) > 0 ? known.getLast() : known.get(random.nextInt(known.size()));
    }

    /** A version that there was; 0 if none is known. */
    long someVersion(SplittableRandom random) {
        synchronized (versions) {
            return versions.isEmpty() ? 0 : versions.get(random.nextInt(versions.size()));
        }
    }

    /** A value that nobody has used. */
    String fresh() {
        return "v" + serial.incrementAndGet();
    }
}
