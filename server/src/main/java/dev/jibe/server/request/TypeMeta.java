package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.json.TopLevel;
import dev.jibe.object.typing.GoKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an object says that it is, as upstream looks for it before it knows what to read: by keys of any case, of which the
 * last counts.
 *
 * @param apiVersion without a slash that nothing stands before; empty if the object does not say
 */
record TypeMeta(String apiVersion, String kind) {

    /** Of what does not say, or is not asked. */
    static final TypeMeta NONE = new TypeMeta("", "");

    private static final String VERSION = "apiVersion";
    private static final String KIND = "kind";

    /**
     * Looks for it.
     *
     * @param json the text that the object was read from; empty if it came in another form
     * @throws MalformedException with upstream's message if it is no text, or the version no version
     */
    static TypeMeta of(JsonMap object, byte[] json, List<String> duplicates) {
        var entries = new ArrayList<Map.Entry<String, Object>>();
        for (int i = 0; i < object.size(); i++) {
            if (isWanted(object.keyAt(i))) {
                entries.add(Map.entry(object.keyAt(i), object.valueAt(i)));
            }
        }
        boolean ordered = duplicates.stream().anyMatch(TypeMeta::isWanted)
                || entries.stream().anyMatch(entry -> !isPlain(entry.getKey()));
        return of(ordered && json.length > 0 ? TopLevel.entries(json, TypeMeta::isWanted) : entries);
    }

    private static boolean isPlain(String key) {
        return key.equals(VERSION) || key.equals(KIND);
    }

    private static boolean isWanted(String key) {
        return key.equalsIgnoreCase(VERSION) || key.equalsIgnoreCase(KIND);
    }

    private static TypeMeta of(List<Map.Entry<String, Object>> entries) {
        var apiVersion = "";
        var kind = "";
        for (var entry : entries) {
            boolean isKind = entry.getKey().equalsIgnoreCase(KIND);
            if (entry.getValue() == Null.NULL) {
                continue;
            }
            if (!(entry.getValue() instanceof String text)) {
                throw new MalformedException("couldn't get version/kind; json parse error: json: cannot unmarshal "
                        + GoKind.of(entry.getValue()) + " into Go struct field ." + (isKind ? KIND : VERSION)
                        + " of type string");
            }
            apiVersion = isKind ? apiVersion : text;
            kind = isKind ? text : kind;
        }
        if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
            throw new MalformedException("unexpected GroupVersion string: " + apiVersion);
        }
        return new TypeMeta(apiVersion.startsWith("/") ? apiVersion.substring(1) : apiVersion, kind);
    }
}
