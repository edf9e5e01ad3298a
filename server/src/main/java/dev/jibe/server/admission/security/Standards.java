package dev.jibe.server.admission.security;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.security.Check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of each level at each version. */
final class Standards {

    private static final Set<String> SELINUX = Set.of("container_t", "container_init_t", "container_kvm_t");
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start");
    private static final Set<String> SYSCTLS_27 = plus(SYSCTLS, "net.ipv4.ip_local_reserved_ports");
    private static final Set<String> SYSCTLS_29 = plus(
            SYSCTLS_27,
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");
    private static final Set<String> SYSCTLS_32 = plus(SYSCTLS_29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");

    private Standards() {}

    private static Set<String> plus(Set<String> set, String... more) {
        return Stream.concat(set.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }

    /** What a pod does that the level does not allow. */
    static List<Finding> evaluate(LevelVersion level, JsonMap metadata, JsonMap spec) {
        var checks = new ArrayList<Check>();
        switch (level.level()) {
            case PRIVILEGED -> {}
            case BASELINE -> baseline(level.minor(), false, checks);
            case RESTRICTED -> {
                baseline(level.minor(), true, checks);
                restricted(level.minor(), checks);
            }
        }
        var findings = new ArrayList<Finding>();
        for (var check : checks) {
            var finding = check.check(metadata, spec);
            if (finding != null) {
                findings.add(finding);
            }
        }
        return findings;
    }

    /** @param overridden whether the stricter rules that replace some of these follow */
    private static void baseline(int minor, boolean overridden, List<Check> checks) {
        checks.add(BaselineChecks::appArmor);
        if (!overridden || minor < 22) {
            checks.add(BaselineChecks::capabilities);
        }
        checks.add(BaselineChecks::hostNamespaces);
        if (!overridden) {
            checks.add(BaselineChecks::hostPathVolumes);
        }
        checks.add(BaselineChecks::hostPorts);
        if (minor >= 34) {
            checks.add(BaselineChecks::hostProbes);
        }
        checks.add(BaselineChecks::privileged);
        if (!overridden || minor < 35) {
            checks.add(minor >= 35 ? BaselineChecks::procMountOfHostUsers : BaselineChecks::procMount);
        }
        checks.add(BaselineChecks.seLinux(minor >= 31 ? plus(SELINUX, "container_engine_t") : SELINUX));
        if (minor < 19) {
            checks.add(SeccompChecks::annotations);
        } else if (!overridden) {
            checks.add(SeccompChecks::baseline);
        }
        checks.add(BaselineChecks.sysctls(
                minor >= 32 ? SYSCTLS_32 : minor >= 29 ? SYSCTLS_29 : minor >= 27 ? SYSCTLS_27 : SYSCTLS));
        checks.add(BaselineChecks::windowsHostProcess);
    }

    private static void restricted(int minor, List<Check> checks) {
        boolean minding = minor >= 25;
        if (minor >= 8) {
            checks.add(
                    minding
                            ? RestrictedChecks.notOnWindows(RestrictedChecks::privilegeEscalation)
                            : RestrictedChecks::privilegeEscalation);
        }
        if (minor >= 22) {
            checks.add(
                    minding
                            ? RestrictedChecks.notOnWindows(RestrictedChecks::capabilities)
                            : RestrictedChecks::capabilities);
        }
        if (minor >= 35) {
            checks.add(BaselineChecks::procMount);
        }
        checks.add(RestrictedChecks::volumes);
        checks.add(minor >= 35 ? RestrictedChecks.ofHostUsers(RestrictedChecks::nonRoot) : RestrictedChecks::nonRoot);
        if (minor >= 23) {
            checks.add(minor >= 35 ? RestrictedChecks.ofHostUsers(RestrictedChecks::user) : RestrictedChecks::user);
        }
        if (minor >= 19) {
            checks.add(minding ? RestrictedChecks.notOnWindows(SeccompChecks::restricted) : SeccompChecks::restricted);
        }
    }
}
