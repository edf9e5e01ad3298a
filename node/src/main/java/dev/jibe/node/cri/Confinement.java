package dev.jibe.node.cri;

import java.util.List;
import java.util.OptionalLong;

/** What a process in a sandbox may do, and which of the host's namespaces it shares. */
public record Confinement(
        Namespaces namespaces,
        OptionalLong runAsUser,
        String runAsUserName,
        OptionalLong runAsGroup,
        List<Long> supplementalGroups,
        boolean privileged,
        boolean readOnlyRoot,
        boolean noNewPrivileges,
        List<String> addCapabilities,
        List<String> dropCapabilities,
        Profile seccomp,
        List<String> maskedPaths,
        List<String> readonlyPaths) {

    /** Whose namespace a process lives in. */
    public enum Scope {
        POD,
        CONTAINER,
        NODE,
        TARGET
    }

    /** The namespaces of a sandbox or container; {@code target} is the container id of {@link Scope#TARGET}. */
    public record Namespaces(Scope network, Scope pid, Scope ipc, String target) {}

    /** A filter of system calls. */
    public sealed interface Profile {
        record RuntimeDefault() implements Profile {}

        record Unconfined() implements Profile {}

        /** A profile in a file of the node. */
        record Localhost(String path) implements Profile {}
    }
}
