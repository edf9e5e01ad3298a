package dev.jibe.object.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What stands at the top of a JSON object, in the order of the text, with every value of a key that comes twice. */
public final class TopLevel {

    private TopLevel() {}

    /**
     * The entries whose keys are wanted.
     *
     * @param utf8 well-formed, an object
     */
    public static List<Map.Entry<String, Object>> entries(byte[] utf8, Predicate<String> wanted) {
        var in = new JsonScanner(utf8);
        var found = new ArrayList<Map.Entry<String, Object>>();
        in.stepOver('{');
        for (boolean more = !in.stepOver('}'); more; more = in.more('}')) {
            var key = in.key();
            int from = in.place();
            in.skip(JsonReader.MAX_DEPTH);
            if (wanted.test(key)) {
                found.add(Map.entry(key, JsonReader.read(in.text(from)).value()));
            }
        }
        return found;
    }
}
