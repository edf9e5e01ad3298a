package dev.jibe.server.authn;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tokens by which new nodes join, each in a secret of {@code kube-system}.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Authenticating with Bootstrap
 * Tokens</a>.
 */
public record BootstrapTokens(Store<JsonMap> store, Clock clock) implements TokenAuthenticator {

    private static final Pattern FORM = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
    private static final String TYPE = "bootstrap.kubernetes.io/token";

    @Override
    public Outcome authenticate(String token, List<String> audiences) {
        var form = FORM.matcher(token);
        if (!form.matches()) {
            return UNKNOWN;
        }
        var id = form.group(1);
        var entry = store.latest().get("secrets", "kube-system/bootstrap-token-" + id);
        if (entry == null || entry.value().map("metadata").has("deletionTimestamp")) {
            return UNKNOWN;
        }
        var secret = entry.value();
        var data = secret.map("data");
        boolean holds = secret.string("type").equals(TYPE)
                && decoded(data, "token-id").equals(id)
                && same(decoded(data, "token-secret"), form.group(2))
                && decoded(data, "usage-bootstrap-authentication").equals("true")
                && !isOver(decoded(data, "expiration"));
        var groups = groups(decoded(data, "auth-extra-groups"));
        return holds && groups.stream().allMatch(BootstrapTokens::isGroup)
                ? new Outcome.Known(new User("system:bootstrap:" + id, "", groups, Map.of()), audiences)
                : UNKNOWN;
    }

    private static boolean isGroup(String group) {
        return group.equals("system:bootstrappers") || GROUP.matcher(group).matches();
    }

    private static List<String> groups(String more) {
        var groups = new ArrayList<String>();
        groups.add("system:bootstrappers");
        if (!more.isEmpty()) {
            List.of(more.split(",")).stream().distinct().sorted().forEach(groups::add);
        }
        return groups;
    }

    private static boolean same(String held, String given) {
        return MessageDigest.isEqual(held.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isOver(String expiration) {
        if (expiration.isEmpty()) {
            return false;
        }
        try {
            return OffsetDateTime.parse(expiration).toInstant().isBefore(clock.now());
        } catch (DateTimeException e) {
            return true;
        }
    }

    private static String decoded(JsonMap data, String key) {
        try {
            return new String(Base64.getDecoder().decode(data.string(key)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
