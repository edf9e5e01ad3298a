package dev.jibe.schema;

import dev.jibe.schema.TypeRef.Scalar;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which model is which type. Models are named by version, and by group only where two groups would clash
 * ({@code V1Pod}, {@code CoreV1Event}), so the package of most is found by looking who refers to it.
 */
final class ModelIndex {
    private static final Pattern API_CLASS = Pattern.compile("(\\w+?)(V\\d+(?:(?:alpha|beta)\\d+)?)Api");
    private static final Pattern MODEL_CLASS = Pattern.compile("(\\w*?)V\\d+(?:(?:alpha|beta)\\d+)?([A-Z]\\w*)");
    private static final Pattern CLASS_NAME = Pattern.compile("\\w+");

    private final Map<String, Model> models;
    private final Map<String, String> typeByClass = new HashMap<>();
    private final Map<String, Model> byType = new HashMap<>();
    private final Set<String> packages = new HashSet<>();

    private ModelIndex(Map<String, Model> models) {
        this.models = models;
    }

    static ModelIndex of(
            Map<String, Model> models,
            Collection<ProtoMessage> messages,
            Collection<Operation> operations,
            Overlay overlay) {
        ModelIndex index = new ModelIndex(models);
        index.packages.addAll(overlay.strings("groups", "published"));
        overlay.section("groups", "models").forEach((className, type) -> index.add(className, (String) type));
        operations.forEach(operation -> {
            String packageName = packageOf(operation.apiClass(), overlay);
            if (packageName != null) {
                index.packages.add(packageName);
            }
        });
        for (ProtoMessage message : messages) {
            if (index.packages.contains(message.packageName())) {
                index.addMessage(message);
            }
        }
        Map.copyOf(index.byType).forEach((type, model) -> index.addReferences(model, Names.packageOf(type)));
        for (Operation operation : operations) {
            String packageName = packageOf(operation.apiClass(), overlay);
            if (packageName != null) {
                index.addReference(operation.returnType(), packageName);
            }
        }
        return index;
    }

    /** {@code k8s.io.api.rbac.v1} of {@code RbacAuthorizationV1Api}. */
    static @Nullable String packageOf(String apiClass, Overlay overlay) {
        Matcher found = API_CLASS.matcher(apiClass);
        if (!found.matches()) {
            return null;
        }
        String version = found.group(2).toLowerCase(Locale.ROOT);
        Object prefix = overlay.section("groups", "apiClasses").get(found.group(1));
        return (prefix == null ? "k8s.io.api." + found.group(1).toLowerCase(Locale.ROOT) : prefix) + "." + version;
    }

    Collection<String> typeNames() {
        return byType.keySet();
    }

    boolean isPublished(String packageName) {
        return packages.contains(packageName);
    }

    Model ofType(String type) {
        Model model = byType.get(type);
        if (model == null) {
            throw new SchemaException("no model", "type", type);
        }
        return model;
    }

    @Nullable
    String typeOf(String className) {
        return typeByClass.get(className);
    }

    /** The type that a Java declaration stands for. */
    TypeRef type(String javaType, String packageName) {
        if (javaType.startsWith("List<")) {
            return new TypeRef.ListOf(type(inner(javaType, "List<"), packageName), false);
        }
        if (javaType.startsWith("Map<String, ")) {
            TypeRef value = type(inner(javaType, "Map<String, "), packageName);
            return new TypeRef.MapOf(
                    value instanceof TypeRef.ListOf list ? new TypeRef.ListOf(list.element(), true) : value);
        }
        return switch (javaType) {
            case "String" -> Scalar.STRING;
            case "Integer" -> Scalar.INT32;
            case "Long" -> Scalar.INT64;
            case "Boolean" -> Scalar.BOOL;
            case "Double" -> Scalar.DOUBLE;
            case "byte[]" -> Scalar.BYTES;
            case "Quantity" -> Scalar.QUANTITY;
            case "IntOrString" -> Scalar.INT_OR_STRING;
            case "OffsetDateTime" -> Scalar.TIME;
            case "Object" -> Scalar.RAW;
            default -> {
                String type = typeByClass.get(javaType);
                if (type == null) {
                    throw new SchemaException("unknown class in " + packageName, "class", javaType);
                }
                yield new TypeRef.Struct(type);
            }
        };
    }

    private static String inner(String javaType, String prefix) {
        return javaType.substring(prefix.length(), javaType.length() - 1);
    }

    private void addMessage(ProtoMessage message) {
        String version = Names.capitalised(Names.version(message.packageName()));
        String prefixed = Names.capitalised(Names.group(message.packageName())) + version + message.simpleName();
        String plain = version + message.simpleName();
        String className = models.containsKey(prefixed) ? prefixed : plain;
        if (models.containsKey(className)
                && !typeByClass.containsKey(className)
                && !ProtoSource.isScalar(message.name())) {
            add(className, message.name());
        }
    }

    private void add(String className, String type) {
        Model model = models.get(className);
        if (model == null) {
            throw new SchemaException("no such class", "model", className);
        }
        typeByClass.put(className, type);
        byType.put(type, model);
    }

    private void addReferences(Model model, String packageName) {
        model.properties().forEach(property -> addReference(property.javaType(), packageName));
    }

    private void addReference(String javaType, String packageName) {
        Matcher name = CLASS_NAME.matcher(javaType);
        while (name.find()) {
            Model model = models.get(name.group());
            if (model != null && !typeByClass.containsKey(model.className())) {
                Matcher parts = MODEL_CLASS.matcher(model.className());
                if (parts.matches()) {
                    add(model.className(), packageName + "." + parts.group(2));
                    addReferences(model, packageName);
                }
            }
        }
    }
}
