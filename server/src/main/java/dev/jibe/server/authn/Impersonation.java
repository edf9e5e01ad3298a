package dev.jibe.server.authn;

import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.RequestInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Acting as another user, for those who may.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/">User Impersonation</a>.
 */
public final class Impersonation {

    private static final String EXTRA = "impersonate-extra-";

    private Impersonation() {}

    public static User apply(User user, ApiRequest request, Authorizer authorizer) {
        var headers = request.headers();
        var name = headers.get("impersonate-user", "");
        var groups = headers.all("impersonate-group");
        var uid = headers.get("impersonate-uid", "");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        headers.forEach((key, value) -> {
            if (key.startsWith(EXTRA)) {
                var decoded = URLDecoder.decode(key.substring(EXTRA.length()), StandardCharsets.UTF_8);
                extra.computeIfAbsent(decoded, ignored -> new ArrayList<>()).add(value);
            }
        });
        if (name.isEmpty()) {
            if (!groups.isEmpty() || !uid.isEmpty() || !extra.isEmpty()) {
                throw ApiException.internal("requested without impersonating a user");
            }
            return user;
        }
        check(user, authorizer, "users", "", "", name);
        groups.forEach(group -> check(user, authorizer, "groups", "", "", group));
        extra.forEach((key, values) ->
                values.forEach(value -> check(user, authorizer, "userextras", "authentication.k8s.io", key, value)));
        if (!uid.isEmpty()) {
            check(user, authorizer, "uids", "authentication.k8s.io", "", uid);
        }
        return new User(name, uid, allGroups(name, groups), extra);
    }

    private static List<String> allGroups(String name, List<String> given) {
        var groups = new ArrayList<>(given);
        if (given.isEmpty() && name.startsWith("system:serviceaccount:")) {
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + name.split(":", -1)[2]);
        }
        if (name.equals(User.ANONYMOUS.name())) {
            groups.add(User.UNAUTHENTICATED);
        } else if (!groups.contains(User.AUTHENTICATED) && !groups.contains(User.UNAUTHENTICATED)) {
            groups.add(User.AUTHENTICATED);
        }
        return List.copyOf(groups);
    }

    private static void check(
            User user, Authorizer authorizer, String resource, String group, String subresource, String name) {
        var question =
                new RequestInfo(true, "impersonate", "", group, "v1", "", resource, subresource, name, List.of());
        if (!authorizer.authorize(user, question).allowed()) {
            throw ApiException.forbidden(
                    question.groupResource(),
                    name,
                    "User \"" + user.name() + "\" cannot impersonate resource \"" + resource + "\" in API group \""
                            + group + "\" at the cluster scope");
        }
    }
}
