package dev.jibe.node.serve;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of a request, each with all its values. */
record QueryString(Map<String, List<String>> values) {

    static QueryString parse(String raw) {
        var values = new TreeMap<String, List<String>>();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), key -> new ArrayList<>())
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return new QueryString(values);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String get(String name) {
        List<String> found = all(name);
        return found.isEmpty() ? "" : found.getFirst();
    }

    /** Present and not false, as in {@code follow}, {@code follow=true} and {@code input=1}. */
    boolean isTrue(String name) {
        return values.containsKey(name)
                && !get(name).equals("false")
                && !get(name).equals("0");
    }

    /** The number, or the given one if there is none. */
    long number(String name, long otherwise) {
        try {
            return get(name).isEmpty() ? otherwise : Long.parseLong(get(name));
        } catch (NumberFormatException e) {
            throw new Refused(400, "parameter " + name + " is no number");
        }
    }
}
