package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random sets of fields, small enough to meet each other. */
final class RandomSets {

    private RandomSets() {}

    static FieldSet set(RandomGenerator random) {
        var paths = new ArrayList<List<PathElement>>();
        int size = random.nextInt(12);
        for (int i = 0; i < size; i++) {
            paths.add(path(random));
        }
        return FieldSet.of(paths);
    }

    private static List<PathElement> path(RandomGenerator random) {
        var path = new ArrayList<PathElement>();
        int depth = 1 + random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            path.add(element(random));
        }
        return path;
    }

    private static PathElement element(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> new PathElement.Key(JsonMap.of("port", (long) random.nextInt(2), "protocol", "TCP"));
            case 1 -> new PathElement.Item("a<b" + random.nextInt(2));
            case 2 -> new PathElement.Index(random.nextInt(3));
            default -> PathElement.name("f\"" + random.nextInt(4));
        };
    }
}
