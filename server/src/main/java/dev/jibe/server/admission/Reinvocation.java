package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked once more because others have changed the object after them.
 *
 * <p>The chain runs a second time if a webhook or policy has changed anything; of those, only the ones that ask for it see
 * the object again. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#reinvocation-policy">
 * Reinvocation policy</a>.
 */
public final class Reinvocation {

    private final Map<String, Round> rounds = new HashMap<>();
    private boolean wanted;
    private boolean again;

    boolean isWanted() {
        return wanted;
    }

    void begin() {
        again = true;
    }

    /** Which time the chain runs, from 0. */
    public int round() {
        return again ? 1 : 0;
    }

    /** The state of one plugin. */
    public Round of(String plugin) {
        return rounds.computeIfAbsent(plugin, _ -> new Round());
    }

    /** What a plugin knows of those that it has asked. */
    public final class Round {

        private final Set<String> asked = new HashSet<>();
        private final Set<String> due = new HashSet<>();
        private @Nullable JsonMap output;

        /** Before the first one is asked. */
        public void start(JsonMap object) {
            if (again && !object.equals(output)) {
                requireAll();
            }
        }

        /** Whether one is to be asked now. */
        public boolean asks(String id) {
            return !again || due.contains(id);
        }

        /** One was asked. */
        public void asked(String id, boolean changed, boolean reinvocable) {
            if (changed) {
                requireAll();
                wanted = true;
            }
            if (reinvocable) {
                asked.add(id);
            }
        }

        private void requireAll() {
            due.addAll(asked);
            asked.clear();
        }

        /** The last one has done something, if nothing new: then all are asked again, itself as well. */
        public void worked() {
            requireAll();
            wanted = true;
        }

        /** After the last one was asked. */
        public void end(JsonMap object) {
            output = object;
        }
    }
}
