package dev.jibe.schema;

import dev.jibe.schema.ProtoMessage.ProtoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the messages of versions whose protobuf definitions are not published: copied from a sister version, then
 * corrected and added to by the overlay.
 */
final class Derived {
    private final Map<String, ProtoMessage> messages;

    private Derived(Map<String, ProtoMessage> messages) {
        this.messages = new TreeMap<>(messages);
    }

    static Map<String, ProtoMessage> add(Map<String, ProtoMessage> messages, Overlay overlay) {
        Derived derived = new Derived(messages);
        overlay.section("messages", "derived").forEach((target, base) -> derived.copy((String) base, target));
        overlay.section("messages", "messages").forEach((name, fields) -> derived.define(name, Overlay.asMap(fields)));
        return derived.messages;
    }

    private void copy(String base, String target) {
        for (ProtoMessage message : List.copyOf(messages.values())) {
            if (message.packageName().equals(base)) {
                String name = target + "." + message.simpleName();
                List<ProtoField> fields = message.fields().stream()
                        .map(field -> new ProtoField(
                                field.name(),
                                field.number(),
                                field.type().rename(type -> moved(type, base, target)),
                                field.comment()))
                        .toList();
                messages.putIfAbsent(name, new ProtoMessage(name, message.comment(), fields));
            }
        }
    }

    private static String moved(String type, String base, String target) {
        return Names.packageOf(type).equals(base) ? target + "." + Names.simple(type) : type;
    }

    /** Replaces, adds or (number 0) removes fields. */
    private void define(String name, Map<String, Object> overrides) {
        ProtoMessage old = messages.getOrDefault(name, new ProtoMessage(name, Comment.NONE, List.of()));
        Map<String, ProtoField> fields = new TreeMap<>();
        old.fields().forEach(field -> fields.put(field.name(), field));
        overrides.forEach((fieldName, value) -> {
            Overlay.FieldFacts facts = Overlay.FieldFacts.of(value);
            ProtoField known = fields.remove(fieldName);
            TypeRef type = facts.type();
            if (type == null) {
                type = known == null ? TypeRef.Scalar.STRING : known.type();
            }
            if (facts.number() > 0) {
                Comment comment = known == null ? new Comment(facts.texts("markers", List.of())) : known.comment();
                fields.put(fieldName, new ProtoField(fieldName, facts.number(), type, comment));
            }
        });
        messages.put(name, new ProtoMessage(name, old.comment(), new ArrayList<>(fields.values())));
    }
}
