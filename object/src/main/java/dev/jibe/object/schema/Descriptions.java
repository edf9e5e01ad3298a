package dev.jibe.object.schema;

import java.util.HashMap;
import java.util.Map;

/** The documentation of types and fields, kept apart because few processes ever read it. */
final class Descriptions {
    private static final Map<String, String> ALL = read();

    private Descriptions() {}

    static String of(String key) {
        return ALL.getOrDefault(key, "");
    }

    private static Map<String, String> read() {
        BinaryReader in = BinaryReader.open("/schema-docs.bin");
        Map<String, String> all = new HashMap<>();
        int types = in.number();
        for (int i = 0; i < types; i++) {
            String type = in.string();
            all.put(type, in.string());
            int fields = in.number();
            for (int j = 0; j < fields; j++) {
                all.put(type + '#' + in.string(), in.string());
            }
        }
        return all;
    }
}
