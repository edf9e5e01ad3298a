package dev.jibe.server.review;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Users as the API writes them. */
public final class Users {

    private Users() {}

    public static JsonMap write(User user) {
        var info = JsonMap.of("username", user.name());
        info = user.uid().isEmpty() ? info : info.with("uid", user.uid());
        info = user.groups().isEmpty() ? info : info.with("groups", JsonList.copyOf(user.groups()));
        if (user.extra().isEmpty()) {
            return info;
        }
        var extra = JsonMap.EMPTY;
        for (var entry : user.extra().entrySet()) {
            extra = extra.with(entry.getKey(), JsonList.copyOf(entry.getValue()));
        }
        return info.with("extra", extra);
    }

    /** The user that a question is about. */
    public static User read(JsonMap spec) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.map("extra").forEach((key, value) -> {
            if (value instanceof JsonList values) {
                extra.put(key, values.strings().toList());
            }
        });
        return new User(
                spec.string("user"),
                spec.string("uid"),
                spec.list("groups").strings().toList(),
                extra);
    }
}
