package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.expression.TypeDecls;
import dev.jibe.server.admission.expression.Vocabulary;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.crd.rules.RuleTypes;
import dev.jibe.server.crd.schema.Embedded;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.registry.Custom;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a policy's expressions against the types that the policy is about, where it names them.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking">Type
 * checking</a>.
 */
public final class TypeCheck {

    private static final int MAX_TYPES = 10;

    private final JsonMap spec;
    private final List<Typed> types;
    private final @Nullable Decl params;

    /** A kind of objects, as messages name it. */
    private record Typed(String kind, Decl decl) {}

    private TypeCheck(JsonMap spec, Resources resources) {
        this.spec = spec;
        this.types = types(spec.map("matchConstraints"), resources).stream()
                .map(type -> new Typed(shown(type), decl(type)))
                .toList();
        this.params = spec.has("paramKind") ? params(spec.map("paramKind"), resources) : null;
    }

    /** The {@code expressionWarnings} of a policy. */
    public static JsonList warnings(JsonMap policy, Resources resources) {
        var spec = policy.map("spec");
        var check = new TypeCheck(spec, resources);
        var warnings = new ArrayList<JsonMap>();
        var validations = spec.list("validations");
        for (int i = 0; i < validations.size(); i++) {
            for (var key : List.of("expression", "messageExpression")) {
                var text = validations.map(i).string(key);
                var warning = text.isEmpty() ? "" : check.warning(text);
                if (!warning.isEmpty()) {
                    warnings.add(JsonMap.of("fieldRef", "spec.validations[" + i + "]." + key, "warning", warning));
                }
            }
        }
        return JsonList.copyOf(warnings);
    }

    private String warning(String text) {
        var warnings = new ArrayList<String>();
        for (var type : types) {
            var vocabulary =
                    Variables.of(spec, Vocabulary.ofTypes(type.decl(), params)).vocabulary();
            var wrong = vocabulary.compile(text, List.of()).wrong();
            if (!wrong.isEmpty()) {
                warnings.add(type.kind() + ": " + wrong + "\n");
            }
        }
        return String.join("\n", warnings);
    }

    private static String shown(Resource type) {
        return (type.apiVersion().contains("/") ? "" : "/") + type.apiVersion() + ", Kind=" + type.kind();
    }

    /** What parameters are: anything, if nothing of their kind is served. */
    private static Decl params(JsonMap kind, Resources resources) {
        return resources.all().stream()
                .filter(r -> r.apiVersion().equals(kind.string("apiVersion"))
                        && r.kind().equals(kind.string("kind")))
                .findFirst()
                .map(TypeCheck::decl)
                .orElse(Decl.DYN);
    }

    private static Decl decl(Resource resource) {
        var custom = resource.custom();
        return custom == null ? TypeDecls.of(resource.type()) : decl(resource.kind(), custom);
    }

    /** The type of a custom resource: what its schema says, and metadata as all objects have it. */
    private static Decl decl(String kind, Custom custom) {
        var schema = RuleTypes.of(Structural.of(custom.schema()), true, kind);
        if (!(schema instanceof Decl.ObjectOf object)) {
            return Decl.DYN;
        }
        var fields = new LinkedHashMap<>(object.fields());
        fields.put("metadata", new Decl.Property("metadata", TypeDecls.of(Embedded.metadataType())));
        return new Decl.ObjectOf(object.name(), fields, object.minBytes());
    }

    /** The types that the rules name without wildcards, so many for each rule. */
    private static List<Resource> types(JsonMap match, Resources resources) {
        return match.list("resourceRules")
                .maps()
                .flatMap(rule -> types(rule, resources.all()).limit(MAX_TYPES))
                .distinct()
                .sorted(Comparator.<Resource, String>comparing(r -> r.info().group())
                        .thenComparing(r -> r.info().version())
                        .thenComparing(Resource::kind))
                .toList();
    }

    private static Stream<Resource> types(JsonMap rule, Iterable<Resource> all) {
        var groups = rule.list("apiGroups").strings().toList();
        var versions = rule.list("apiVersions").strings().toList();
        var plurals = rule.list("resources").strings().toList();
        if (Stream.concat(groups.stream(), versions.stream()).anyMatch(name -> name.contains("*"))) {
            return Stream.empty();
        }
        var found = new ArrayList<Resource>();
        for (var resource : all) {
            var info = resource.info();
            if (groups.contains(info.group()) && versions.contains(info.version()) && plurals.contains(info.plural())) {
                found.add(resource);
            }
        }
        return found.stream()
                .sorted(Comparator.<Resource, String>comparing(r -> r.info().group())
                        .thenComparing(r -> r.info().version())
                        .thenComparing(r -> r.info().plural()));
    }
}
