package dev.jibe.server.cel.library;

import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.cel.Values;
import dev.jibe.server.request.RequestInfo;
import java.util.List;
import java.util.Map;

/**
 * Questions about what somebody may do.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library">Kubernetes
 * authorizer library</a>.
 */
public final class Authorization implements Functions {

    private static final String PREFIX = "kubernetes.authorization.";

    /** Whom the questions are about, and who answers them. */
    public record Asker(Authorizer authorizer, User user) implements Values.Custom {
        @Override
        public String typeName() {
            return PREFIX + "Authorizer";
        }
    }

    private record Path(Asker asker, String path) implements Values.Custom {
        @Override
        public String typeName() {
            return PREFIX + "PathCheck";
        }
    }

    private record Group(Asker asker, String group) implements Values.Custom {
        @Override
        public String typeName() {
            return PREFIX + "GroupCheck";
        }
    }

    /** A resource that is asked about. */
    public record ResourceCheck(
            Asker asker,
            String group,
            String version,
            String resource,
            String subresource,
            String namespace,
            String name)
            implements Values.Custom {
        @Override
        public String typeName() {
            return PREFIX + "ResourceCheck";
        }
    }

    private record Decision(boolean allowed, String reason) implements Values.Custom {
        @Override
        public String typeName() {
            return PREFIX + "Decision";
        }
    }

    @Override
    public List<String> signatures() {
        return List.of(
                "Authorizer.path(string): PathCheck",
                "Authorizer.group(string): GroupCheck",
                "Authorizer.serviceAccount(string, string): Authorizer",
                "PathCheck.check(string): Decision",
                "GroupCheck.resource(string): ResourceCheck",
                "ResourceCheck.subresource(string): ResourceCheck",
                "ResourceCheck.namespace(string): ResourceCheck",
                "ResourceCheck.name(string): ResourceCheck",
                "ResourceCheck.fieldSelector(string): ResourceCheck",
                "ResourceCheck.labelSelector(string): ResourceCheck",
                "ResourceCheck.check(string): Decision",
                "Decision.allowed(): bool",
                "Decision.reason(): string",
                "Decision.errored(): bool",
                "Decision.error(): string");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.ofEntries(
                Map.entry("path", v -> new Path((Asker) v.get(0), (String) v.get(1))),
                Map.entry("group", v -> new Group((Asker) v.get(0), (String) v.get(1))),
                Map.entry(
                        "serviceAccount", v -> serviceAccount((Asker) v.get(0), (String) v.get(1), (String) v.get(2))),
                Map.entry("resource", v -> {
                    var group = (Group) v.get(0);
                    return new ResourceCheck(group.asker(), group.group(), "*", (String) v.get(1), "", "", "");
                }),
                Map.entry("subresource", v -> {
                    var r = (ResourceCheck) v.get(0);
                    return new ResourceCheck(
                            r.asker(),
                            r.group(),
                            r.version(),
                            r.resource(),
                            (String) v.get(1),
                            r.namespace(),
                            r.name());
                }),
                Map.entry("namespace", v -> {
                    var r = (ResourceCheck) v.get(0);
                    return new ResourceCheck(
                            r.asker(),
                            r.group(),
                            r.version(),
                            r.resource(),
                            r.subresource(),
                            (String) v.get(1),
                            r.name());
                }),
                Map.entry("name", v -> {
                    var r = (ResourceCheck) v.get(0);
                    return new ResourceCheck(
                            r.asker(), r.group(), r.version(), r.resource(), r.subresource(), r.namespace(), (String)
                                    v.get(1));
                }),
                // No rule of a role depends on what is selected.
                Map.entry("fieldSelector", v -> (ResourceCheck) v.getFirst()),
                Map.entry("labelSelector", v -> (ResourceCheck) v.getFirst()),
                Map.entry("check", v -> check(v.get(0), (String) v.get(1))),
                Map.entry("allowed", v -> ((Decision) v.getFirst()).allowed()),
                Map.entry("reason", v -> ((Decision) v.getFirst()).reason()),
                Map.entry("errored", v -> !(v.getFirst() instanceof Decision)),
                Map.entry("error", v -> v.getFirst() instanceof Decision ? "" : "unknown"));
    }

    private static Asker serviceAccount(Asker asker, String namespace, String name) {
        var user = User.of(
                "system:serviceaccount:" + namespace + ":" + name,
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace,
                User.AUTHENTICATED);
        return new Asker(asker.authorizer(), user);
    }

    private static Decision check(Object what, String verb) {
        return switch (what) {
            case Path path ->
                decision(path.asker(), new RequestInfo(false, verb, path.path(), "", "", "", "", "", "", List.of()));
            case ResourceCheck r ->
                decision(
                        r.asker(),
                        new RequestInfo(
                                true,
                                verb,
                                "",
                                r.group(),
                                r.version(),
                                r.namespace(),
                                r.resource(),
                                r.subresource(),
                                r.name(),
                                List.of()));
            default -> throw new Library.NotMine();
        };
    }

    private static Decision decision(Asker asker, RequestInfo question) {
        var answer = asker.authorizer().authorize(asker.user(), question);
        return new Decision(answer.allowed(), answer.reason());
    }
}
