package dev.jibe.node.launch;

import dev.jibe.node.cri.Confinement;
import dev.jibe.node.cri.Confinement.Namespaces;
import dev.jibe.node.cri.Confinement.Profile;
import dev.jibe.node.cri.Confinement.Scope;
import dev.jibe.node.cri.ImageView;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodSecurityContext;
import dev.jibe.object.api.v1.SeccompProfile;
import dev.jibe.object.api.v1.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The security context of pods and containers as the runtime wants it; a container's own fields win over its pod's.
 *
 * <p>See https://kubernetes.io/docs/tasks/configure-pod-container/security-context/.
 */
final class Confinements {
    private static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private Confinements() {}

    static Namespaces namespaces(Pod pod) {
        var spec = pod.spec();
        Scope pid = spec.shareProcessNamespace() ? Scope.POD : Scope.CONTAINER;
        return new Namespaces(
                spec.hostNetwork() ? Scope.NODE : Scope.POD,
                spec.hostPID() ? Scope.NODE : pid,
                spec.hostIPC() ? Scope.NODE : Scope.POD,
                "");
    }

    static Confinement sandbox(Pod pod) {
        PodSecurityContext context = pod.spec().securityContext();
        boolean privileged = pod.spec().containers().stream()
                        .anyMatch(container -> container.securityContext().privileged())
                || pod.spec().initContainers().stream()
                        .anyMatch(container -> container.securityContext().privileged());
        return new Confinement(
                namespaces(pod),
                context.hasRunAsUser() ? OptionalLong.of(context.runAsUser()) : OptionalLong.empty(),
                "",
                context.hasRunAsGroup() && context.hasRunAsUser()
                        ? OptionalLong.of(context.runAsGroup())
                        : OptionalLong.empty(),
                groups(context),
                privileged,
                false,
                false,
                List.of(),
                List.of(),
                new Profile.RuntimeDefault(),
                List.of(),
                List.of());
    }

    private static List<Long> groups(PodSecurityContext context) {
        var groups = new ArrayList<Long>();
        context.supplementalGroups().forEach(group -> groups.add(((Number) group).longValue()));
        if (context.hasFsGroup()) {
            groups.add(context.fsGroup());
        }
        return List.copyOf(groups);
    }

    static Confinement container(Pod pod, Container container, ImageView image, Namespaces namespaces) {
        PodSecurityContext outer = pod.spec().securityContext();
        SecurityContext inner = container.securityContext();
        boolean privileged = inner.privileged();
        OptionalLong user = OptionalLong.empty();
        String userName = "";
        if (inner.hasRunAsUser()) {
            user = OptionalLong.of(inner.runAsUser());
        } else if (outer.hasRunAsUser()) {
            user = OptionalLong.of(outer.runAsUser());
        } else if (image.uid().isPresent()) {
            user = image.uid();
        } else {
            userName = image.userName();
        }
        OptionalLong group = OptionalLong.empty();
        if (inner.hasRunAsGroup()) {
            group = OptionalLong.of(inner.runAsGroup());
        } else if (outer.hasRunAsGroup()) {
            group = OptionalLong.of(outer.runAsGroup());
        }
        boolean mustNotBeRoot = inner.hasRunAsNonRoot() ? inner.runAsNonRoot() : outer.runAsNonRoot();
        if (mustNotBeRoot) {
            refuseRoot(container, user, userName);
        }
        boolean unmasked = privileged || inner.procMount().equals("Unmasked");
        return new Confinement(
                namespaces,
                user,
                userName,
                user.isPresent() || !userName.isEmpty() ? group : OptionalLong.empty(),
                groups(outer),
                privileged,
                inner.readOnlyRootFilesystem(),
                inner.hasAllowPrivilegeEscalation() && !inner.allowPrivilegeEscalation(),
                inner.capabilities().add(),
                inner.capabilities().drop(),
                privileged
                        ? new Profile.Unconfined()
                        : seccomp(inner.hasSeccompProfile() ? inner.seccompProfile() : outer.seccompProfile()),
                unmasked ? List.of() : MASKED,
                unmasked ? List.of() : READ_ONLY);
    }

    private static void refuseRoot(Container container, OptionalLong user, String userName) {
        if (user.isPresent() && user.getAsLong() == 0 || user.isEmpty() && userName.isEmpty()) {
            throw LaunchFailure.config(
                    "container has runAsNonRoot and image will run as root (container: " + container.name() + ")");
        }
        if (user.isEmpty()) {
            throw LaunchFailure.config("container has runAsNonRoot and image has non-numeric user (" + userName
                    + "), cannot verify user is non-root (container: " + container.name() + ")");
        }
    }

    private static Profile seccomp(SeccompProfile profile) {
        return switch (profile.type()) {
            case "RuntimeDefault" -> new Profile.RuntimeDefault();
            case "Localhost" -> new Profile.Localhost("/var/lib/kubelet/seccomp/" + profile.localhostProfile());
            default -> new Profile.Unconfined();
        };
    }
}
