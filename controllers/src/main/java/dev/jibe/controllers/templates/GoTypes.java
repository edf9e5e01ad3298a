package dev.jibe.controllers.templates;

import dev.jibe.controllers.templates.GoType.Form;
import dev.jibe.controllers.templates.GoType.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that a pod template is made of, read from the table beside this class. */
final class GoTypes {
    static final GoType POD_TEMPLATE = new GoTypes().type("v1.PodTemplateSpec");

    private static final String TABLE = "pod-template.layout";

    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, List<String[]>> structs = new HashMap<>();
    private final Map<String, GoType> known = new HashMap<>();

    private GoTypes() {
        known.put("resource.Quantity", new GoType.Special("resource.Quantity", Form.QUANTITY));
        known.put("v1.Time", new GoType.Special("v1.Time", Form.TIME));
        known.put("intstr.IntOrString", new GoType.Special("intstr.IntOrString", Form.INT_OR_STRING));
        known.put("v1.FieldsV1", new GoType.Special("v1.FieldsV1", Form.RAW));
        var members = new ArrayList<String[]>();
        for (var line : table().lines().toList()) {
            if (line.startsWith("= ")) {
                var words = line.split(" ", 3);
                aliases.put(words[1], words[2]);
            } else if (line.startsWith("  ")) {
                members.add(line.strip().split(" ", 3));
            } else if (!line.startsWith("#")) {
                members = new ArrayList<>();
                structs.put(line, members);
            }
        }
    }

    private static String table() {
        try (var in = GoTypes.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: " + TABLE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GoType type(String name) {
        @Nullable GoType before = known.get(name);
        if (before != null) {
            return before;
        }
        var made = make(name, aliases.getOrDefault(name, name));
        known.put(name, made);
        return made;
    }

    private GoType make(String name, String what) {
        if (what.startsWith("*")) {
            return new GoType.Pointer(name, type(what.substring(1)));
        }
        if (what.startsWith("[]")) {
            return new GoType.Slice(name, type(what.substring(2)));
        }
        if (what.startsWith("map[")) {
            return new GoType.Mapping(name, type(what.substring(what.indexOf(']') + 1)));
        }
        return switch (what) {
            case "string" -> new GoType.Scalar(name, "");
            case "bool" -> new GoType.Scalar(name, "false");
            case "int32", "int64" -> new GoType.Scalar(name, "0");
            default -> struct(name);
        };
    }

    private GoType struct(String name) {
        var lines = structs.get(name);
        if (lines == null) {
            throw new IllegalStateException("no type " + name + " in " + TABLE);
        }
        return new GoType.Struct(
                name,
                lines.stream()
                        .map(words -> new Member(words[0], words[1], type(words[2])))
                        .toList());
    }
}
