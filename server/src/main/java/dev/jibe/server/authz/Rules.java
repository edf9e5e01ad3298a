package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import java.util.List;

/** Says all that a user may do in a namespace, as far as that can be said. */
public interface Rules {

    /**
     * Rules in the form of roles.
     *
     * @param error why there may be more; empty if these are all
     */
    record Known(List<JsonMap> rules, String error) {}

    Known rules(User user, String namespace);
}
