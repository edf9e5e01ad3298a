package dev.jibe.server.authn;

import java.util.List;
import java.util.Map;

/** Who asks. */
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {

    public static final String MASTERS = "system:masters";
    public static final String AUTHENTICATED = "system:authenticated";
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    public static final User ANONYMOUS = of("system:anonymous", UNAUTHENTICATED);

    public static User of(String name, String... groups) {
        return new User(name, "", List.of(groups), Map.of());
    }

    public boolean isIn(String group) {
        return groups.contains(group);
    }

    /** The same user, known to be one who has proved it. */
    public User authenticated() {
        if (groups.contains(AUTHENTICATED) || groups.contains(UNAUTHENTICATED)) {
            return this;
        }
        var all = new java.util.ArrayList<>(groups);
        all.add(AUTHENTICATED);
        return new User(name, uid, List.copyOf(all), extra);
    }
}
