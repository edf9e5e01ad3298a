package dev.jibe.server.authn;

import java.util.List;

/**
 * Whether requests of nobody in particular are let in, and where.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests">Anonymous requests</a>.
 *
 * @param paths the only ones that are let in; all if empty
 */
public record AnonymousAccess(boolean enabled, List<String> paths) {

    public static final AnonymousAccess EVERYWHERE = new AnonymousAccess(true, List.of());

    public AnonymousAccess {
        paths = List.copyOf(paths);
    }

    boolean allows(String path) {
        return enabled && (paths.isEmpty() || paths.contains(path));
    }
}
