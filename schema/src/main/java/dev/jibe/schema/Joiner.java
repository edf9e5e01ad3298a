package dev.jibe.schema;

import dev.jibe.schema.ProtoMessage.ProtoField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Joins protobuf messages, Java models and overlay into types.
 *
 * <p>Where a model exists it decides what fields there are and how JSON spells them; protobuf decides numbers and exact
 * types, and its comments say how lists merge. A protobuf field that matches no property is either an embedded struct,
 * whose own fields the model shows in its place, or is not part of this version and is dropped.
 */
final class Joiner {
    static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    private final Map<String, ProtoMessage> messages;
    private final ModelIndex models;
    private final Overlay overlay;
    private final Presence presence;
    private final Map<String, TypeDef> types = new TreeMap<>();
    private final Set<String> embedded = new HashSet<>();
    private final List<String> dropped = new ArrayList<>();

    private Joiner(Map<String, ProtoMessage> messages, ModelIndex models, Overlay overlay) {
        this.messages = messages;
        this.models = models;
        this.overlay = overlay;
        this.presence = new Presence(overlay);
    }

    static Joiner join(Map<String, ProtoMessage> messages, ModelIndex models, Overlay overlay) {
        Joiner joiner = new Joiner(messages, models, overlay);
        joiner.embedded.addAll(overlay.strings("messages", "embedded"));
        Set<String> names = new TreeSet<>(models.typeNames());
        names.forEach(joiner::joinModel);
        for (ProtoMessage message : messages.values()) {
            if (!joiner.types.containsKey(message.name()) && !ProtoSource.isScalar(message.name())) {
                joiner.joinLegacy(message);
            }
        }
        return joiner;
    }

    Map<String, TypeDef> types() {
        return types;
    }

    /** Protobuf fields that the models do not have. */
    List<String> dropped() {
        return dropped;
    }

    private void joinModel(String name) {
        Model model = models.ofType(name);
        ProtoMessage message = messages.getOrDefault(name, new ProtoMessage(name, Comment.NONE, List.of()));
        Map<String, Model.Property> unmatched = new LinkedHashMap<>();
        model.properties().forEach(property -> unmatched.put(Names.folded(property.name()), property));

        List<FieldDef> fields = new ArrayList<>();
        List<FieldDef> inline = new ArrayList<>();
        List<ProtoField> unknown = new ArrayList<>();
        for (ProtoField field : message.fields()) {
            Model.Property property = unmatched.remove(Names.folded(field.name()));
            if (property == null) {
                unknown.add(field);
            } else {
                fields.add(field(name, property.name(), field, property));
            }
        }
        for (ProtoField field : unknown) {
            Set<String> inner = embeddedNames(field);
            if (inner.stream().anyMatch(unmatched::containsKey)) {
                inner.forEach(unmatched::remove);
                inline.add(FieldDef.of(field.name(), field.number(), field.type(), false, "", Comment.NONE));
                embedded.add(embedding(field));
            } else {
                dropped.add(name + "." + field.name());
            }
        }
        for (Model.Property property : unmatched.values()) {
            TypeRef type = models.type(property.javaType(), Names.packageOf(name));
            fields.add(decorate(
                    name,
                    FieldDef.of(property.name(), 0, type, property.required(), property.description(), Comment.NONE)));
        }
        String description = describe(message.comment(), model.description());
        add(message, description, fields, inline, true);
    }

    private void joinLegacy(ProtoMessage message) {
        List<FieldDef> fields = new ArrayList<>();
        List<FieldDef> inline = new ArrayList<>();
        for (ProtoField field : message.fields()) {
            if (embedded.contains(embedding(field))) {
                inline.add(FieldDef.of(field.name(), field.number(), field.type(), false, "", Comment.NONE));
            } else {
                fields.add(field(message.name(), Names.json(field.name()), field, null));
            }
        }
        boolean hasMetadata = message.field("metadata") != null;
        boolean isKind = hasMetadata
                ? !message.simpleName().equals("PodTemplateSpec")
                        && !message.simpleName().equals("JobTemplateSpec")
                : overlay.strings("messages", "kinds").contains(message.simpleName());
        if (isKind && message.field("apiVersion") == null) {
            fields.add(FieldDef.of("apiVersion", 0, TypeRef.Scalar.STRING, false, TYPE_META_API_VERSION, Comment.NONE));
            fields.add(FieldDef.of("kind", 0, TypeRef.Scalar.STRING, false, TYPE_META_KIND, Comment.NONE));
        }
        boolean published = models.isPublished(message.packageName())
                && !overlay.section("messages", "derived").containsKey(message.packageName());
        add(message, message.comment().description(), fields, inline, published);
    }

    private static final String TYPE_META_API_VERSION =
            "APIVersion defines the versioned schema of this representation of an object.";
    private static final String TYPE_META_KIND =
            "Kind is a string value representing the REST resource this object represents.";

    private void add(
            ProtoMessage message, String description, List<FieldDef> fields, List<FieldDef> inline, boolean published) {
        boolean atomic = message.comment().marker("structType").orElse("").equals("atomic");
        types.put(
                message.name(),
                new TypeDef(message.name(), description, atomic, fields, inline, union(message), published));
    }

    private static String union(ProtoMessage message) {
        if (message.comment().marker("union").isEmpty()) {
            return "";
        }
        return message.fields().stream()
                .filter(field -> field.comment().marker("unionDiscriminator").isPresent())
                .map(ProtoField::name)
                .findFirst()
                .orElse("-");
    }

    private FieldDef field(String owner, String jsonName, ProtoField field, Model.@Nullable Property property) {
        String description =
                describe(field.comment(), property == null || isReference(field.type()) ? "" : property.description());
        boolean required = property != null && property.required();
        return decorate(
                owner, FieldDef.of(jsonName, field.number(), field.type(), required, description, field.comment()));
    }

    /** The client describes a field whose type has a description of its own by that. */
    private static boolean isReference(TypeRef type) {
        return type instanceof TypeRef.Struct
                || type == TypeRef.Scalar.QUANTITY
                || type == TypeRef.Scalar.INT_OR_STRING;
    }

    private static String describe(Comment comment, String published) {
        return comment.lines().isEmpty() ? published : Prose.restore(comment.description(), published);
    }

    private FieldDef decorate(String owner, FieldDef field) {
        Overlay.FieldFacts facts = overlay.field(owner, field.name());
        FieldDef corrected = facts == null ? field : field.with(facts);
        return presence.apply(owner, corrected).withEnum(overlay.enumValues(owner, field.name()));
    }

    /** The folded names of the fields that JSON shows in place of an embedded struct. */
    private Set<String> embeddedNames(ProtoField field) {
        Set<String> names = new LinkedHashSet<>();
        ProtoMessage inner = field.type() instanceof TypeRef.Struct(String name) ? messages.get(name) : null;
        if (inner != null) {
            for (ProtoField innerField : inner.fields()) {
                names.add(Names.folded(innerField.name()));
                if (embedded.contains(embedding(innerField))) {
                    names.addAll(embeddedNames(innerField));
                }
            }
        }
        return names;
    }

    private static String embedding(ProtoField field) {
        String struct = field.type().structName();
        return field.name() + ":" + (struct == null ? "" : Names.simple(struct));
    }
}
