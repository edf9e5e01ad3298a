package dev.jibe.server.features;

import java.util.List;

/**
 * A feature that Kubernetes lets people turn on or off, as its release has it and as far as it is there.
 *
 * @param byDefault whether Kubernetes has it on if nobody says anything
 * @param locked whether it cannot be changed
 * @param needs the features without which it cannot be on
 * @param support what of it is there
 */
record Gate(String name, Stage stage, boolean byDefault, boolean locked, List<String> needs, Support support) {

    /** How far a feature has come. */
    enum Stage {
        ALPHA("ALPHA"),
        BETA("BETA"),
        GA(""),
        DEPRECATED("DEPRECATED");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        /** As metrics name the stage. */
        String label() {
            return label;
        }
    }

    /** Which of the two states of a feature is there. */
    enum Support {
        BOTH,
        DEFAULT,
        /** On by default in Kubernetes, but not there. */
        ABSENT
    }

    /** Reads a line of the list of gates. */
    static Gate parse(String line) {
        var parts = line.split(" ", -1);
        return new Gate(
                parts[0],
                Stage.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT)),
                parts[2].equals("on"),
                parts[3].equals("locked"),
                parts[4].equals("-") ? List.of() : List.of(parts[4].split(",", -1)),
                Support.valueOf(parts[5].toUpperCase(java.util.Locale.ROOT)));
    }

    /** Whether the feature can be in this state. */
    boolean canBe(boolean on) {
        return switch (support) {
            case BOTH -> true;
            case DEFAULT -> on == byDefault;
            case ABSENT -> !on;
        };
    }

    /** Why it cannot be in this state. */
    String refusal(boolean on) {
        return name + "=" + on + " is not supported: the feature " + (on ? "is not there yet" : "cannot be turned off");
    }
}
