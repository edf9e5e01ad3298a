package dev.jibe.server.authn;

import dev.jibe.server.authn.Impersonation.Wanted;
import dev.jibe.server.request.FieldError;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Users as upstream's messages show its structure. */
final class GoUser {

    private GoUser() {}

    static String text(Wanted user) {
        var extra = user.extra().isEmpty()
                ? "(nil)"
                : new TreeMap<>(user.extra())
                        .entrySet().stream()
                                .map(entry -> FieldError.quoted(entry.getKey()) + ":" + strings(entry.getValue()))
                                .collect(Collectors.joining(", ", "{", "}"));
        return "&user.DefaultInfo{Name:" + FieldError.quoted(user.name()) + ", UID:" + FieldError.quoted(user.uid())
                + ", Groups:" + strings(user.groups()) + ", Extra:map[string][]string" + extra + "}";
    }

    private static String strings(List<String> values) {
        return "[]string"
                + (values.isEmpty()
                        ? "(nil)"
                        : values.stream().map(FieldError::quoted).collect(Collectors.joining(", ", "{", "}")));
    }
}
