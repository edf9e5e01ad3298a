package dev.jibe.schema;

import dev.jibe.schema.TypeRef.Scalar;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.lang.model.SourceVersion;

/** The methods of a view for one field: the value, whether it is there, and copies with and without it. */
final class ViewField {
    private static final Set<String> TAKEN = Set.of(
            "tree",
            "of",
            "hashCode",
            "toString",
            "equals",
            "getClass",
            "notify",
            "notifyAll",
            "wait",
            "clone",
            "finalize");

    /** How a field is read and written: Java type, expression that reads, expression that writes {@code value}. */
    private record Access(String type, String read, String write) {}

    private final String owner;
    private final FieldDef field;
    private final String key;
    private final UnaryOperator<String> viewNames;

    ViewField(String owner, FieldDef field, UnaryOperator<String> viewNames) {
        this.owner = owner;
        this.field = field;
        this.key = '"' + field.name() + '"';
        this.viewNames = viewNames;
    }

    String text() {
        String identifier = Names.identifier(field.name());
        boolean reserved = SourceVersion.isKeyword(identifier) || TAKEN.contains(identifier);
        String accessor = reserved ? identifier + "_" : identifier;
        String capital = Names.capitalised(identifier);
        Access access = access();
        StringBuilder out = new StringBuilder();
        method(out, access.type() + " " + accessor + "()", access.read());
        method(out, "boolean has" + capital + "()", "tree.has(" + key + ")");
        method(
                out,
                owner + " with" + capital + "(" + access.type() + " value)",
                "new " + owner + "(tree.with(" + key + ", " + access.write() + "))");
        method(out, owner + " without" + capital + "()", "new " + owner + "(tree.without(" + key + "))");
        if (field.type() instanceof TypeRef.MapOf) {
            method(out, "JsonMap " + identifier + "Tree()", "tree.map(" + key + ")");
            method(
                    out,
                    owner + " with" + capital + "Tree(JsonMap value)",
                    "new " + owner + "(tree.with(" + key + ", value))");
        }
        return out.toString();
    }

    private static void method(StringBuilder out, String signature, String expression) {
        out.append("\n    public ").append(signature).append(" {\n");
        out.append("        return ").append(expression).append(";\n    }\n");
    }

    private Access access() {
        return switch (field.type()) {
            case Scalar scalar -> scalar(scalar);
            case TypeRef.ListOf list -> list(list.element());
            case TypeRef.MapOf map -> map(map.value());
            case TypeRef.Struct(String name) -> {
                String view = viewNames.apply(name);
                yield view.isEmpty()
                        ? scalar(Scalar.RAW)
                        : new Access(view, "new " + view + "(tree.map(" + key + "))", "value.tree()");
            }
        };
    }

    private Access scalar(Scalar scalar) {
        return switch (scalar) {
            case STRING, DURATION -> new Access("String", "tree.string(" + key + ")", "value");
            case INT32 -> new Access("int", call("int32"), "(long) value");
            case INT64 -> new Access("long", "tree.number(" + key + ")", "value");
            case BOOL -> new Access("boolean", "tree.bool(" + key + ")", "value");
            case DOUBLE -> new Access("double", call("decimal"), "value");
            case BYTES -> new Access("byte[]", call("bytes"), "Views.ofBytes(value)");
            case QUANTITY -> new Access("dev.jibe.object.quantity.Quantity", call("quantity"), "value.toString()");
            case INT_OR_STRING -> new Access("dev.jibe.object.view.IntOrString", call("intOrString"), "value.toTree()");
            case TIME -> new Access("java.time.Instant", call("time"), "Views.ofTime(value)");
            case MICRO_TIME -> new Access("java.time.Instant", call("time"), "Views.ofMicroTime(value)");
            case RAW, FIELDS_V1 -> new Access("Object", call("raw"), "Views.toTree(value)");
        };
    }

    private Access list(TypeRef element) {
        return switch (element) {
            case Scalar scalar ->
                switch (scalar) {
                    case STRING, DURATION, TIME, MICRO_TIME -> collection("java.util.List<String>", "strings");
                    case INT32 -> collection("java.util.List<Integer>", "ints");
                    case INT64, BOOL, DOUBLE, BYTES, QUANTITY, INT_OR_STRING, RAW, FIELDS_V1 ->
                        collection("java.util.List<Object>", "values");
                };
            case TypeRef.Struct(String name) -> {
                String view = viewNames.apply(name);
                yield view.isEmpty()
                        ? collection("java.util.List<Object>", "values")
                        : views("java.util.List<" + view + ">", "list", view);
            }
            case TypeRef.ListOf _ -> collection("java.util.List<Object>", "values");
            case TypeRef.MapOf _ -> collection("java.util.List<Object>", "values");
        };
    }

    private Access map(TypeRef value) {
        return switch (value) {
            case Scalar scalar ->
                switch (scalar) {
                    case STRING, DURATION, TIME, MICRO_TIME -> collection("java.util.Map<String, String>", "stringMap");
                    case QUANTITY ->
                        collection("java.util.Map<String, dev.jibe.object.quantity.Quantity>", "quantityMap");
                    case BYTES -> collection("java.util.Map<String, byte[]>", "bytesMap");
                    case INT32, INT64, BOOL, DOUBLE, INT_OR_STRING, RAW, FIELDS_V1 ->
                        collection("java.util.Map<String, Object>", "valueMap");
                };
            case TypeRef.ListOf _ -> collection("java.util.Map<String, java.util.List<String>>", "stringsMap");
            case TypeRef.Struct(String name) -> {
                String view = viewNames.apply(name);
                yield view.isEmpty()
                        ? collection("java.util.Map<String, Object>", "valueMap")
                        : views("java.util.Map<String, " + view + ">", "map", view);
            }
            case TypeRef.MapOf _ -> collection("java.util.Map<String, Object>", "valueMap");
        };
    }

    private Access collection(String type, String reader) {
        return new Access(type, call(reader), "Views.toTree(value)");
    }

    private Access views(String type, String reader, String view) {
        return new Access(type, "Views." + reader + "(tree, " + key + ", " + view + ".EMPTY)", "Views.toTree(value)");
    }

    private String call(String reader) {
        return "Views." + reader + "(tree, " + key + ")";
    }
}
