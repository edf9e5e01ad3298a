package dev.jibe.server.admission;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;

/** What two lists of tolerations tolerate together, without those that others include. */
public final class Tolerations {

    private Tolerations() {}

    public static JsonList merged(JsonList first, JsonList second) {
        var all = new ArrayList<JsonMap>();
        first.maps().forEach(all::add);
        second.maps().forEach(all::add);
        var kept = new ArrayList<JsonMap>();
        for (int i = 0; i < all.size(); i++) {
            var toleration = all.get(i);
            boolean known = kept.stream().anyMatch(other -> includes(other, toleration));
            boolean later = all.subList(i + 1, all.size()).stream()
                    .anyMatch(other -> !other.equals(toleration) && includes(other, toleration));
            if (!known && !later) {
                kept.add(toleration);
            }
        }
        return JsonList.copyOf(kept);
    }

    /** Whether the one tolerates all that the other does, for as long. */
    public static boolean includes(JsonMap one, JsonMap other) {
        if (one.equals(other)) {
            return true;
        }
        boolean all = one.string("key").isEmpty() && one.string("operator").equals("Exists");
        var effect = one.string("effect");
        if ((!one.string("key").equals(other.string("key")) && !all)
                || (!effect.isEmpty() && !effect.equals(other.string("effect")))) {
            return false;
        }
        if (effect.equals("NoExecute")
                && one.has("tolerationSeconds")
                && (!other.has("tolerationSeconds")
                        || other.number("tolerationSeconds") > one.number("tolerationSeconds"))) {
            return false;
        }
        return switch (one.string("operator")) {
            case "", "Equal" ->
                other.string("operator").equals("Equal") && one.string("value").equals(other.string("value"));
            case "Exists" -> true;
            default -> false;
        };
    }
}
