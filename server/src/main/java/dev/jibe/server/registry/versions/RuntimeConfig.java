package dev.jibe.server.registry.versions;

import dev.jibe.object.schema.ResourceInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which versions are served beyond the usual ones: {@code api/all}, {@code api/beta}, {@code api/alpha}, a version or one
 * resource of it, each with {@code =true} or {@code =false}. What is more exact wins.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/">kube-apiserver</a>,
 * {@code --runtime-config}.
 *
 * @param settings what is turned on or off
 */
public record RuntimeConfig(Map<String, Boolean> settings) {

    /** What upstream serves if it is told nothing. */
    public static final RuntimeConfig USUAL = new RuntimeConfig(Map.of());

    private static final Pattern BETA = Pattern.compile("v\\d+beta\\d+");
    private static final Pattern ALPHA = Pattern.compile("v\\d+alpha\\d+");
    private static final String ALL = "api/all";
    private static final Set<String> STAGES = Set.of(ALL, "api/ga", "api/beta", "api/alpha");

    /**
     * Reads {@code key=value,key=value}.
     *
     * @throws IllegalArgumentException with a message that says what is wrong
     */
    public static RuntimeConfig parse(Collection<String> pairs) {
        var settings = new HashMap<String, Boolean>();
        for (var pair : pairs) {
            int equals = pair.indexOf('=');
            var key = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "true" : pair.substring(equals + 1);
            if (!value.equals("true") && !value.equals("false")) {
                throw new IllegalArgumentException(
                        "invalid value " + key + "=" + value + ": true or false is expected");
            }
            settings.put(key, value.equals("true"));
        }
        return new RuntimeConfig(settings);
    }

    /**
     * Refuses what cannot be had.
     *
     * @param known all resources that there are
     * @throws IllegalArgumentException with a message that says what cannot be had
     */
    void check(Collection<ResourceInfo> known) {
        settings.forEach((key, on) -> {
            if (STAGES.contains(key)) {
                if (!on && (key.equals(ALL) || key.equals("api/ga"))) {
                    throw new IllegalArgumentException(key + "=false is not supported: the cluster itself needs them");
                }
                return;
            }
            var version = version(key);
            var here = known.stream()
                    .filter(info -> info.apiVersion().equals(version))
                    .toList();
            if (here.isEmpty()) {
                throw new IllegalArgumentException("group version " + version + " has not been registered");
            }
            if (!on && here.stream().anyMatch(ResourceInfo::servedByDefault)) {
                throw new IllegalArgumentException(version + " cannot be turned off: the cluster itself needs it");
            }
        });
    }

    private static String version(String key) {
        int slash = key.indexOf('/');
        int second = key.indexOf('/', slash + 1);
        return second < 0 ? key : key.substring(0, second);
    }

    /** Whether a resource is served that usually is not. */
    boolean turnsOn(String apiVersion, String plural) {
        boolean on = settings.getOrDefault(ALL, false);
        on = settings.getOrDefault(stage(apiVersion), on);
        on = settings.getOrDefault(apiVersion, on);
        return settings.getOrDefault(apiVersion + "/" + plural, on);
    }

    private static String stage(String apiVersion) {
        var version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        return BETA.matcher(version).matches()
                ? "api/beta"
                : ALPHA.matcher(version).matches() ? "api/alpha" : "api/ga";
    }
}
