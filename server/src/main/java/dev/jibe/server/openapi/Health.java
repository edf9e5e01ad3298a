package dev.jibe.server.openapi;

import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the server lives and is ready.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/health-checks/">API health endpoints</a>.
 */
final class Health {

    private static final String START = "poststarthook/rbac/bootstrap-roles";

    private Health() {}

    static ApiResponse answer(ApiRequest request, boolean ready) {
        var parts = request.path().split("/", 3);
        var endpoint = parts[1];
        var checks = new ArrayList<>(List.of("ping", "log", "etcd", START));
        if (endpoint.equals("readyz")) {
            checks.add("shutdown");
        }
        if (parts.length > 2 && !parts[2].isEmpty()) {
            if (!checks.contains(parts[2])) {
                return Documents.notFound();
            }
            return isGood(parts[2], ready)
                    ? ApiResponse.Plain.text(200, "ok")
                    : ApiResponse.Plain.text(500, "internal server error: not finished\n");
        }
        checks.removeAll(request.query().all("exclude"));
        var text = new StringBuilder();
        boolean all = true;
        for (var check : checks) {
            boolean good = isGood(check, ready);
            all &= good;
            text.append(good ? "[+]" + check + " ok\n" : "[-]" + check + " failed: reason withheld\n");
        }
        text.append(all ? endpoint + " check passed\n" : endpoint + " check failed\n");
        if (!all) {
            return ApiResponse.Plain.text(500, text.toString());
        }
        return ApiResponse.Plain.text(200, request.query().has("verbose") ? text.toString() : "ok");
    }

    private static boolean isGood(String check, boolean ready) {
        return ready || !(check.equals(START) || check.equals("shutdown"));
    }
}
