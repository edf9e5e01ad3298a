package dev.jibe.server.authn;

import dev.jibe.server.authn.Impersonation.Wanted;
import dev.jibe.server.registry.Names;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way in which a user may be allowed to act as another.
 *
 * <p>The constrained ones (KEP-5284) ask for rights by kind of identity; the last is the older one.
 */
sealed interface ImpersonationMode {

    String GROUP = "authentication.k8s.io";
    String ACCOUNT = "system:serviceaccount:";
    String NODE = "system:node:";

    /** The kinds of identity that rights can be given for. */
    enum Constrained implements ImpersonationMode {
        ASSOCIATED_NODE("associated-node"),
        ARBITRARY_NODE("arbitrary-node"),
        SERVICE_ACCOUNT("serviceaccount"),
        USER_INFO("user-info");

        private static final String NO_MASTERS = "impersonating the system:masters group is not allowed";
        private static final String BAD_KEY =
                "impersonating an invalid key in extra is not allowed: extra.key: Invalid value: ";
        private static final String KEY_RULE = ": must be a domain-prefixed path (such as \"acme.io/foo\")";

        private final String text;

        Constrained(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        /** What has to be allowed to be who is wanted. */
        List<RequestInfo> questions(Wanted wanted) {
            var verb = "impersonate:" + text;
            return switch (this) {
                case ASSOCIATED_NODE -> List.of(question(verb, GROUP, "", "nodes", "", "*"));
                case ARBITRARY_NODE ->
                    List.of(question(verb, GROUP, "", "nodes", "", wanted.name().substring(NODE.length())));
                case SERVICE_ACCOUNT -> {
                    var parts = wanted.name().split(":", -1);
                    yield List.of(question(verb, GROUP, parts[2], "serviceaccounts", "", parts[3]));
                }
                case USER_INFO -> {
                    var questions = new ArrayList<RequestInfo>();
                    questions.add(question(verb, GROUP, "", "users", "", wanted.name()));
                    if (!wanted.uid().isEmpty()) {
                        questions.add(question(verb, GROUP, "", "uids", "", wanted.uid()));
                    }
                    wanted.groups().forEach(group -> questions.add(question(verb, GROUP, "", "groups", "", group)));
                    wanted.extra()
                            .forEach((key, values) -> values.forEach(
                                    value -> questions.add(question(verb, GROUP, "", "userextras", key, value))));
                    yield questions.stream().map(Constrained::withoutBadKey).toList();
                }
            };
        }

        /** A key that is not valid is not asked for. */
        private static RequestInfo withoutBadKey(RequestInfo question) {
            boolean bad = question.resource().equals("userextras") && !isDomainPrefixed(question.subresource());
            return bad
                    ? new RequestInfo(
                            true,
                            question.verb(),
                            "",
                            GROUP,
                            "v1",
                            "",
                            "userextras",
                            "",
                            "",
                            List.of(question.subresource()))
                    : question;
        }

        /** Why the question needs no answer; empty if it does. */
        String forbidden(RequestInfo question) {
            if (this != USER_INFO || !question.group().equals(GROUP)) {
                return "";
            }
            if (question.resource().equals("groups") && question.name().equals(User.MASTERS)) {
                return NO_MASTERS;
            }
            return question.resource().equals("userextras")
                            && question.subresource().isEmpty()
                            && !question.parts().isEmpty()
                    ? BAD_KEY + FieldError.quoted(question.parts().getFirst()) + KEY_RULE
                    : "";
        }

        private static boolean isDomainPrefixed(String key) {
            int slash = key.indexOf('/');
            return slash > 0
                    && slash < key.length() - 1
                    && Names.wrongSubdomain(key.substring(0, slash), false).isEmpty();
        }

        @Override
        public User user(Wanted wanted) {
            return switch (this) {
                case ASSOCIATED_NODE, ARBITRARY_NODE -> User.of(wanted.name(), "system:nodes", User.AUTHENTICATED);
                case SERVICE_ACCOUNT, USER_INFO -> Everything.INSTANCE.user(wanted);
            };
        }
    }

    /** The older way: whoever may impersonate may do everything as that user. */
    record Everything() implements ImpersonationMode {

        static final Everything INSTANCE = new Everything();

        static List<RequestInfo> questions(Wanted wanted) {
            var questions = new ArrayList<RequestInfo>();
            var account = account(wanted.name());
            questions.add(account.map(parts -> question("impersonate", "", parts[2], "serviceaccounts", "", parts[3]))
                    .orElseGet(() -> question("impersonate", "", "", "users", "", wanted.name())));
            wanted.groups().forEach(group -> questions.add(question("impersonate", "", "", "groups", "", group)));
            wanted.extra()
                    .forEach((key, values) -> values.forEach(
                            value -> questions.add(question("impersonate", GROUP, "", "userextras", key, value))));
            if (!wanted.uid().isEmpty()) {
                questions.add(question("impersonate", GROUP, "", "uids", "", wanted.uid()));
            }
            return questions;
        }

        @Override
        public User user(Wanted wanted) {
            var groups = new ArrayList<>(wanted.groups());
            if (groups.isEmpty()) {
                account(wanted.name()).ifPresent(parts -> {
                    groups.add("system:serviceaccounts");
                    groups.add("system:serviceaccounts:" + parts[2]);
                });
            }
            if (wanted.name().equals(User.ANONYMOUS.name())) {
                if (!groups.contains(User.UNAUTHENTICATED)) {
                    groups.add(User.UNAUTHENTICATED);
                }
            } else if (!groups.contains(User.AUTHENTICATED) && !groups.contains(User.UNAUTHENTICATED)) {
                groups.add(User.AUTHENTICATED);
            }
            return new User(wanted.name(), wanted.uid(), List.copyOf(groups), wanted.extra());
        }
    }

    /** As whom the request goes on. */
    User user(Wanted wanted);

    /** The ways that are open, in the order in which they are tried. */
    static List<ImpersonationMode> of(User user, Wanted wanted) {
        var modes = new ArrayList<ImpersonationMode>();
        var name = wanted.name();
        boolean node = name.startsWith(NODE) && name.length() > NODE.length();
        if (node && wanted.isNameOnly()) {
            var own = user.extra().getOrDefault("authentication.kubernetes.io/node-name", List.of());
            modes.add(Constrained.ARBITRARY_NODE);
            if (own.equals(List.of(name.substring(NODE.length())))) {
                modes.addFirst(Constrained.ASSOCIATED_NODE);
            }
        } else if (account(name).isPresent()) {
            if (wanted.isNameOnly()) {
                modes.add(Constrained.SERVICE_ACCOUNT);
            }
        } else if (!node) {
            modes.add(Constrained.USER_INFO);
        }
        modes.add(Everything.INSTANCE);
        return modes;
    }

    /** The four parts of the name of a service account. */
    private static Optional<String[]> account(String name) {
        var parts = name.split(":", -1);
        boolean valid = name.startsWith(ACCOUNT)
                && parts.length == 4
                && Names.wrongLabel(parts[2], false).isEmpty()
                && Names.wrongSubdomain(parts[3], false).isEmpty();
        return valid ? Optional.of(parts) : Optional.empty();
    }

    private static RequestInfo question(
            String verb, String group, String namespace, String resource, String subresource, String name) {
        return new RequestInfo(true, verb, "", group, "v1", namespace, resource, subresource, name, List.of());
    }
}
