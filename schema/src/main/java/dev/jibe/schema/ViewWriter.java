package dev.jibe.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes a Java record for each published type: a typed view over the tree. */
final class ViewWriter {
    private static final String ROOT = "dev.jibe.object.api.";

    private final Map<String, TypeDef> types;
    private final Map<String, ResourceDef> resourceByType = new HashMap<>();
    private final Overlay overlay;

    ViewWriter(Map<String, TypeDef> types, List<ResourceDef> resources, Overlay overlay) {
        this.types = types;
        this.overlay = overlay;
        resources.forEach(resource -> resourceByType.putIfAbsent(resource.type(), resource));
    }

    /** The text of each file by its path. */
    Map<String, String> write() {
        Map<String, String> files = new TreeMap<>();
        Set<String> packages = new TreeSet<>();
        for (TypeDef type : types.values()) {
            if (hasView(type)) {
                String packageName = javaPackage(type.name());
                packages.add(packageName);
                files.put(path(packageName, Names.simple(type.name())), view(type));
            }
        }
        for (String name : packages) {
            files.put(
                    path(name, "package-info"),
                    "/** Generated typed views. */\n@org.jspecify.annotations.NullMarked\npackage " + name + ";\n");
        }
        return files;
    }

    private static boolean hasView(TypeDef type) {
        return type.published() && type.form() == 0;
    }

    private static String path(String packageName, String simpleName) {
        return packageName.replace('.', '/') + "/" + simpleName + ".java";
    }

    /** {@code dev.jibe.object.api.apps.v1}; the core group's types are in {@code dev.jibe.object.api.v1}. */
    static String javaPackage(String type) {
        String packageName = Names.packageOf(type);
        String group = Names.group(packageName);
        return ROOT + (group.equals("core") ? "" : group + ".") + Names.version(packageName);
    }

    private String view(TypeDef type) {
        String name = Names.simple(type.name());
        String parent = type.isObject() ? "ApiObject" : "View";
        StringBuilder out = new StringBuilder(8192);
        out.append("package ").append(javaPackage(type.name())).append(";\n\n");
        out.append("import dev.jibe.object.JsonMap;\n");
        out.append("import dev.jibe.object.view.").append(parent).append(";\n");
        if (type.isObject()) {
            out.append("import dev.jibe.object.view.Kind;\n");
        }
        out.append("import dev.jibe.object.view.Views;\n\n");
        out.append("public record ").append(name).append("(JsonMap tree) implements ");
        out.append(parent).append(" {\n");
        out.append("    public static final ")
                .append(name)
                .append(" EMPTY = new ")
                .append(name);
        out.append("(JsonMap.EMPTY);\n");
        if (type.isObject()) {
            kind(type, name, out);
        }
        out.append("\n    @Override\n    public ").append(name).append(" of(JsonMap other) {\n");
        out.append("        return new ").append(name).append("(other);\n    }\n");
        for (FieldDef field : type.jsonFields(types)) {
            out.append(new ViewField(name, field, this::viewName).text());
        }
        return out.append("}\n").toString();
    }

    private void kind(TypeDef type, String name, StringBuilder out) {
        String packageName = Names.packageOf(type.name());
        ResourceDef resource = resourceByType.get(type.name());
        String plural = resource == null ? "" : resource.plural();
        boolean namespaced = resource != null && resource.namespaced();
        out.append("    public static final Kind<").append(name).append("> KIND = new Kind<>(\"");
        out.append(Groups.groupOf(packageName, overlay)).append("\", \"");
        out.append(Names.version(packageName)).append("\", \"").append(name).append("\", \"");
        out.append(plural).append("\", ").append(namespaced).append(", EMPTY);\n");
    }

    /** The Java class of a struct, or an empty string if its values have more than one form. */
    private String viewName(String struct) {
        TypeDef type = types.get(struct);
        return type != null && hasView(type) ? javaPackage(struct) + "." + Names.simple(struct) : "";
    }
}
