package dev.jibe.server.openapi;

import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Whether the server lives and is ready.
 *
 * <p>The names of the checks are those that operators know; most stand for parts that are there as soon as the server
 * answers, and only those of the start and of the end can fail. See <a
 * href="https://kubernetes.io/docs/reference/using-api/health-checks/">API health endpoints</a>.
 */
public final class Health {

    private static final String HOOK = "poststarthook/";
    private static final String KEY_SERVICES = "kms-providers";
    private static final String RELOAD = "start-encryption-provider-config-automatic-reload";
    private static final String BOOTSTRAPPED = HOOK + "rbac/bootstrap-roles";
    private static final String SHUTDOWN = "shutdown";
    private static final List<String> STARTED = List.of(
            "start-apiserver-admission-initializer",
            "generic-apiserver-start-informers",
            "priority-and-fairness-config-consumer",
            "priority-and-fairness-filter",
            "storage-object-count-tracker-hook",
            "start-apiextensions-informers",
            "start-apiextensions-controllers",
            "crd-informer-synced",
            "start-system-namespaces-controller",
            "peer-endpoint-reconciler-controller",
            "start-cluster-authentication-info-controller",
            "start-kube-apiserver-identity-lease-controller",
            "start-kube-apiserver-identity-lease-garbage-collector",
            "storage-readiness",
            "start-legacy-token-tracking-controller",
            "start-service-ip-repair-controllers",
            "rbac/bootstrap-roles",
            "scheduling/bootstrap-system-priority-classes",
            "priority-and-fairness-config-producer",
            "bootstrap-controller",
            "start-kubernetes-service-cidr-controller",
            "aggregator-reload-proxy-client-cert",
            "start-kube-aggregator-informers",
            "apiservice-status-local-available-controller",
            "apiservice-status-remote-available-controller",
            "apiservice-registration-controller",
            "apiservice-discovery-controller",
            "kube-apiserver-autoregistration");
    private static final List<String> DESCRIBED =
            List.of("apiservice-openapi-controller", "apiservice-openapiv3-controller");

    private final Map<String, List<String>> checks = new LinkedHashMap<>();

    private final Encryption encryption;

    /**
     * Checks.
     *
     * @param encryption whose key management services are asked, if it has any
     * @param mayReload whether it may get some later
     */
    public Health(Encryption encryption, boolean mayReload) {
        this.encryption = encryption;
        var alive = List.of("ping", "log", "loopback-serving-certificate", "etcd");
        var services = mayReload || encryption.asksServices() ? List.of(KEY_SERVICES) : List.<String>of();
        var hooks = mayReload ? List.of(HOOK + RELOAD) : List.<String>of();
        checks.put("healthz", checks(joined(List.of(alive, services, hooks)), List.of()));
        checks.put("livez", checks(joined(List.of(alive, hooks)), List.of()));
        checks.put(
                "readyz",
                checks(
                        joined(List.of(
                                List.of("ping", "log", "etcd", "etcd-readiness"),
                                services,
                                List.of("informer-sync"),
                                hooks)),
                        List.of(SHUTDOWN)));
    }

    private static List<String> joined(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private static List<String> checks(List<String> first, List<String> last) {
        var all = new ArrayList<>(first);
        STARTED.forEach(name -> all.add(HOOK + name));
        all.add("autoregister-completion");
        DESCRIBED.forEach(name -> all.add(HOOK + name));
        all.addAll(last);
        return List.copyOf(all);
    }

    /** How far the server has come. */
    public enum Phase {
        STARTING,
        OPEN,
        /** It still answers, but clients had better go elsewhere. */
        ENDING
    }

    /**
     * What the checks depend on.
     *
     * @param stored whether what is written is stored; asked only if a check needs it
     */
    record State(Phase phase, BooleanSupplier stored) {

        /** The same for one answer, for which the store is asked at most once. */
        State once() {
            var known = new AtomicReference<Boolean>();
            return new State(phase, () -> {
                var answer = known.get();
                if (answer == null) {
                    answer = stored.getAsBoolean();
                    known.set(answer);
                }
                return answer;
            });
        }
    }

    ApiResponse answer(ApiRequest request, State given) {
        var ready = given.once();
        var parts = request.path().split("/", 3);
        var endpoint = parts[1];
        var all = checks.get(endpoint);
        if (all == null || (parts.length > 2 && !all.contains(parts[2]))) {
            return Documents.notFound();
        }
        if (parts.length > 2) {
            return isGood(parts[2], ready)
                    ? ApiResponse.Plain.text(200, "ok")
                    : ApiResponse.Plain.error(500, "internal server error: " + reason(parts[2]) + "\n");
        }
        return all(endpoint, all, request, ready);
    }

    private String reason(String check) {
        if (check.equals(KEY_SERVICES)) {
            return encryption.check();
        }
        if (check.equals(SHUTDOWN)) {
            return "process is shutting down";
        }
        return check.startsWith("etcd") ? "etcd failed: error getting data from etcd" : "not finished";
    }

    private ApiResponse all(String endpoint, List<String> checks, ApiRequest request, State ready) {
        var excluded = new ArrayList<>(request.query().all("exclude"));
        var text = new StringBuilder();
        boolean good = true;
        for (var check : checks) {
            if (excluded.contains(check)) {
                text.append("[+]").append(check).append(" excluded: ok\n");
            } else if (isGood(check, ready)) {
                text.append("[+]").append(check).append(" ok\n");
            } else {
                good = false;
                text.append("[-]").append(check).append(" failed: reason withheld\n");
            }
        }
        excluded.removeAll(checks);
        if (!excluded.isEmpty()) {
            text.append("warn: some health checks cannot be excluded: no matches for ")
                    .append(excluded.stream()
                            .sorted()
                            .map(name -> "\"" + name + "\"")
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        text.append(endpoint).append(good ? " check passed\n" : " check failed\n");
        if (!good) {
            return ApiResponse.Plain.error(500, text.toString());
        }
        return request.query().has("verbose")
                ? ApiResponse.Plain.text(200, text.toString())
                : ApiResponse.Plain.error(200, "ok");
    }

    private boolean isGood(String check, State ready) {
        return switch (check) {
            case BOOTSTRAPPED -> ready.phase() != Phase.STARTING;
            case SHUTDOWN -> ready.phase() != Phase.ENDING;
            case KEY_SERVICES -> encryption.check().isEmpty();
            case "etcd", "etcd-readiness" -> ready.stored().getAsBoolean();
            default -> true;
        };
    }

    /** The paths of all checks. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        checks.forEach((endpoint, names) -> {
            paths.add("/" + endpoint);
            names.forEach(name -> paths.add("/" + endpoint + "/" + name));
        });
        return paths;
    }

    /** The state of every check, as metrics. */
    String metrics(State given) {
        var ready = given.once();
        var text = new StringBuilder("# HELP kubernetes_healthcheck [STABLE] This metric records the result of a single"
                + " healthcheck.\n# TYPE kubernetes_healthcheck gauge\n");
        checks.forEach((endpoint, names) -> new TreeSet<>(names)
                .forEach(name -> text.append("kubernetes_healthcheck{name=\"")
                        .append(name)
                        .append("\",type=\"")
                        .append(endpoint)
                        .append("\"} ")
                        .append(isGood(name, ready) ? "1\n" : "0\n")));
        return text.toString();
    }
}
