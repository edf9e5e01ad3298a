package dev.jibe.server.admission.security;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a namespace's labels say of the pods in it.
 *
 * @param errors what is wrong with the labels
 */
record NamespacePolicy(LevelVersion enforce, LevelVersion audit, LevelVersion warn, List<FieldError> errors) {

    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9][0-9]{0,5})");

    /** Reads the labels; what is not said is the default, but a warning begins where enforcement does. */
    static NamespacePolicy of(JsonMap labels, NamespacePolicy defaults) {
        var errors = new ArrayList<FieldError>();
        var enforce = read(labels, "enforce", defaults.enforce(), Level.RESTRICTED, errors);
        var audit = read(labels, "audit", defaults.audit(), Level.PRIVILEGED, errors);
        var warn = read(labels, "warn", defaults.warn(), Level.PRIVILEGED, errors);
        boolean enforced = level(labels.string(PREFIX + "enforce")) != null;
        if (enforced && !labels.has(PREFIX + "warn")) {
            warn = warn.with(enforce.level());
            warn = labels.has(PREFIX + "warn-version") ? warn : warn.at(enforce.minor());
        }
        return new NamespacePolicy(enforce, audit, warn, errors);
    }

    /** Everything is allowed. */
    static final NamespacePolicy PRIVILEGED =
            new NamespacePolicy(LevelVersion.PRIVILEGED, LevelVersion.PRIVILEGED, LevelVersion.PRIVILEGED, List.of());

    private static LevelVersion read(
            JsonMap labels, String mode, LevelVersion otherwise, Level unreadable, List<FieldError> errors) {
        var result = otherwise;
        var key = PREFIX + mode;
        if (labels.has(key)) {
            var level = level(labels.string(key));
            if (level == null) {
                errors.add(error(labels, key, "must be one of privileged, baseline, restricted"));
            }
            result = result.with(level == null ? unreadable : level);
        }
        var versionKey = key + "-version";
        if (labels.has(versionKey)) {
            var text = labels.string(versionKey);
            var version = VERSION.matcher(text);
            if (version.matches()) {
                return result.at(Integer.parseInt(version.group(1)));
            }
            if (!text.equals("latest")) {
                errors.add(error(labels, versionKey, "must be \"latest\" or \"v1.x\""));
            }
            result = result.at(LevelVersion.LATEST);
        }
        return result;
    }

    private static @org.jspecify.annotations.Nullable Level level(String text) {
        for (var level : Level.values()) {
            if (level.toString().equals(text)) {
                return level;
            }
        }
        return null;
    }

    private static FieldError error(JsonMap labels, String key, String why) {
        return FieldError.invalid("metadata.labels[" + key + "]", labels.string(key), why);
    }

    boolean allowsAll() {
        return errors.isEmpty() && enforce.level() == Level.PRIVILEGED && tellsNothing();
    }

    /** Whether nobody is told of what pods do. */
    boolean tellsNothing() {
        return errors.isEmpty() && audit.level() == Level.PRIVILEGED && warn.level() == Level.PRIVILEGED;
    }
}
