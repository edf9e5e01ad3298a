package dev.jibe.object.quota;

/**
 * A resource whose objects quotas count.
 *
 * @param group empty for the core group
 * @param plural such as {@code pods}
 */
public record CountedResource(String group, String plural) {

    /** The name under which quotas count the objects themselves, such as {@code count/deployments.apps}. */
    public String countName() {
        return "count/" + this;
    }

    /** As it stands behind {@code count/}: the plural, a dot and the group, or the plural alone. */
    public static CountedResource parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new CountedResource("", text)
                : new CountedResource(text.substring(dot + 1), text.substring(0, dot));
    }

    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
