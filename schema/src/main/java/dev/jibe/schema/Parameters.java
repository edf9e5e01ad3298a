package dev.jibe.schema;

import dev.jibe.schema.ApiOperation.Parameter;
import dev.jibe.schema.TypeRef.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The query parameters of the verbs: the fields of the options that the API defines for them. */
final class Parameters {
    private static final String PRETTY = "If 'true', then the output is pretty printed. Defaults to 'false' unless the"
            + " user-agent indicates a browser or command-line HTTP tool (curl and wget).";
    private static final String NAMESPACE = "object name and auth scope, such as for teams and projects";

    private static final List<String> WATCHING = List.of("allowWatchBookmarks", "watch");
    private static final List<String> LISTING = List.of(
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "shardSelector",
            "timeoutSeconds");

    private static final List<String> WRITING = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> PATCHING = List.of("dryRun", "fieldManager", "fieldValidation", "force");
    private static final List<String> DELETING = List.of(
            "dryRun",
            "gracePeriodSeconds",
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            "orphanDependents",
            "propagationPolicy");

    private final Map<String, TypeDef> types;

    Parameters(Map<String, TypeDef> types) {
        this.types = types;
    }

    /** The parameters of an action on a path, by name. */
    List<Parameter> of(String action, String path, String kind, String options) {
        List<Parameter> all = new ArrayList<>();
        switch (action) {
            case "list", "watch", "watchlist" -> {
                all.addAll(from("ListOptions", WATCHING));
                all.addAll(from("ListOptions", LISTING));
            }
            case "post" -> all.addAll(from("CreateOptions", WRITING));
            case "put" -> all.addAll(from("UpdateOptions", WRITING));
            case "patch" -> all.addAll(from("PatchOptions", PATCHING));
            case "delete" -> all.addAll(from("DeleteOptions", DELETING));
            case "deletecollection" -> {
                all.addAll(from("DeleteOptions", DELETING));
                all.addAll(from("ListOptions", LISTING));
            }
            default -> {}
        }
        if (!options.isEmpty()) {
            all.addAll(fields(options));
        }
        if (!action.equals("connect") && !action.isEmpty()) {
            all.add(new Parameter("pretty", "query", "string", PRETTY));
        }
        addPath(all, path, kind);
        all.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::in));
        return all;
    }

    private static void addPath(List<Parameter> all, String path, String kind) {
        if (path.contains("{name}")) {
            all.add(new Parameter("name", "path", "string", "name of the " + kind));
        }
        if (path.contains("{namespace}")) {
            all.add(new Parameter("namespace", "path", "string", NAMESPACE));
        }
        if (path.contains("{path}")) {
            all.add(new Parameter("path", "path", "string", "path to the resource"));
        }
    }

    private List<Parameter> from(String options, Collection<String> names) {
        return fields(Joiner.META + options).stream()
                .filter(parameter -> names.contains(parameter.name()))
                .toList();
    }

    private List<Parameter> fields(String options) {
        TypeDef type = types.get(options);
        if (type == null) {
            throw new SchemaException("unknown options", "type", options);
        }
        return type.fields().stream()
                .filter(field -> field.number() > 0 && field.type() != Scalar.TIME)
                .map(field -> new Parameter(field.name(), "query", type(field.type()), field.description()))
                .toList();
    }

    private static String type(TypeRef type) {
        return switch (type) {
            case Scalar.BOOL -> "boolean";
            case Scalar.INT32, Scalar.INT64 -> "integer";
            case TypeRef.ListOf(TypeRef element, boolean _) -> type(element);
            case Scalar _, TypeRef.MapOf _, TypeRef.Struct _ -> "string";
        };
    }
}
