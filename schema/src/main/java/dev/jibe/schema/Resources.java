package dev.jibe.schema;

import dev.jibe.schema.ResourceDef.SubresourceDef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds resources, their scope, verbs and subresources in the paths of the Java client's operations. */
final class Resources {
    private static final Pattern PATH = Pattern.compile(
            "/(?:api|apis/([a-z0-9.]+))/(v[a-z0-9]+)(/namespaces/\\{namespace})?/([a-z]+)(/\\{name}(?:/([a-z]+))?)?");

    private final ModelIndex models;
    private final Overlay overlay;
    private final Map<String, Found> found = new TreeMap<>();

    /** What the paths of one resource or subresource add up to. */
    private static final class Found {
        boolean namespaced;
        String type = "";
        final Set<String> verbs = new TreeSet<>();
    }

    private Resources(ModelIndex models, Overlay overlay) {
        this.models = models;
        this.overlay = overlay;
    }

    static List<ResourceDef> find(Collection<Operation> operations, ModelIndex models, Overlay overlay) {
        Resources resources = new Resources(models, overlay);
        operations.forEach(resources::add);
        return resources.build();
    }

    private void add(Operation operation) {
        Matcher path = PATH.matcher(operation.path());
        if (!path.matches()) {
            return;
        }
        String groupVersion = (path.group(1) == null ? "" : path.group(1)) + "/" + path.group(2);
        boolean item = path.group(5) != null;
        String name = groupVersion + "/" + path.group(4) + (path.group(6) == null ? "" : "/" + path.group(6));
        Found entry = found.computeIfAbsent(name, _ -> new Found());
        entry.namespaced |= path.group(3) != null;
        boolean subresource = path.group(6) != null;
        entry.verbs.addAll(verbs(operation.method(), item, subresource));
        String type = models.typeOf(operation.returnType());
        if (type != null && !type.endsWith("List") && !type.equals(Joiner.META + "Status")) {
            entry.type = type;
        }
    }

    private static List<String> verbs(String method, boolean item, boolean subresource) {
        return switch (method) {
            case "GET" -> item ? List.of("get") : List.of("list", "watch");
            case "POST" -> List.of("create");
            case "PUT" -> List.of("update");
            case "PATCH" -> List.of("patch");
            case "DELETE" -> List.of(item || subresource ? "delete" : "deletecollection");
            default -> List.of();
        };
    }

    private List<ResourceDef> build() {
        List<ResourceDef> resources = new ArrayList<>();
        found.forEach((name, entry) -> {
            String[] parts = name.split("/", -1);
            if (parts.length == 3 && !entry.type.isEmpty()) {
                resources.add(resource(parts[0], parts[1], parts[2], entry));
            }
        });
        return resources;
    }

    private ResourceDef resource(String group, String version, String plural, Found entry) {
        String key = group.isEmpty() ? plural : plural + "." + group;
        Map<String, Object> facts = overlay.section("resources", key);
        String kind = Names.simple(entry.type);
        List<String> verbs =
                facts.containsKey("verbs") ? Overlay.asStrings(facts.get("verbs")) : List.copyOf(entry.verbs);
        boolean namespaced = entry.namespaced && !plural.equals("namespaces");
        return new ResourceDef(
                group,
                version,
                kind,
                plural,
                kind.toLowerCase(Locale.ROOT),
                namespaced,
                Overlay.asStrings(facts.get("shortNames")),
                Overlay.asStrings(facts.get("categories")),
                verbs,
                subresources(group, version, plural, entry),
                !version.contains("alpha") && !version.contains("beta"),
                entry.type);
    }

    private List<SubresourceDef> subresources(String group, String version, String plural, Found owner) {
        List<SubresourceDef> subresources = new ArrayList<>();
        String prefix = group + "/" + version + "/" + plural + "/";
        String key = group.isEmpty() ? plural : plural + "." + group;
        found.forEach((name, entry) -> {
            if (name.startsWith(prefix)) {
                String subresource = name.substring(prefix.length());
                Map<String, Object> facts = overlay.section("resources", key + "/" + subresource);
                String type = (String) facts.getOrDefault("type", entry.type.isEmpty() ? owner.type : entry.type);
                List<String> verbs =
                        facts.containsKey("verbs") ? Overlay.asStrings(facts.get("verbs")) : List.copyOf(entry.verbs);
                String typePackage = Names.packageOf(type);
                subresources.add(new SubresourceDef(
                        subresource,
                        Groups.groupOf(typePackage, overlay),
                        Names.version(typePackage),
                        Names.simple(type),
                        verbs));
            }
        });
        return subresources;
    }
}
