package dev.jibe.server.admission.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.expression.MatchConditions;
import dev.jibe.server.admission.expression.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One webhook of a configuration.
 *
 * @param id unique among all webhooks
 */
record Hook(String id, JsonMap source, MatchConditions conditions) {

    private static final long DEFAULT_SECONDS = 10;

    /** The webhooks of a configuration. */
    static List<Hook> of(JsonMap configuration) {
        var hooks = new ArrayList<Hook>();
        var all = configuration.list("webhooks");
        for (int i = 0; i < all.size(); i++) {
            var source = all.map(i);
            var id = configuration.map("metadata").string("name") + "/" + source.string("name") + "/" + i;
            hooks.add(new Hook(id, source, MatchConditions.of(source, Vocabulary.WEBHOOK)));
        }
        return hooks;
    }

    String name() {
        return source.string("name");
    }

    /** The name of the configuration that it is in. */
    String configuration() {
        return id.substring(0, id.indexOf('/'));
    }

    boolean ignoresFailures() {
        return source.string("failurePolicy").equals("Ignore");
    }

    long timeoutSeconds() {
        return source.has("timeoutSeconds") ? source.number("timeoutSeconds") : DEFAULT_SECONDS;
    }

    Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds());
    }

    boolean isReinvocable() {
        return source.string("reinvocationPolicy").equals("IfNeeded");
    }

    /** Whether it may be asked about what will not happen. */
    boolean allowsDryRun() {
        return List.of("None", "NoneOnDryRun").contains(source.string("sideEffects"));
    }
}
