package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Security contexts of pods and containers.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/configure-pod-container/security-context/">Security Context</a>.
 */
final class SecurityRules {

    private static final List<String> PROFILES = List.of("Localhost", "RuntimeDefault", "Unconfined");
    private static final int MAX_PROFILE = 4095;
    private static final int MAX_SYSCTL = 253;
    private static final String SYSCTL_FORM = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
    private static final Pattern SYSCTL = Pattern.compile(SYSCTL_FORM);
    private static final int MAX_CREDENTIAL = 64 << 10;
    private static final int MAX_DOMAIN = 256;
    private static final int MAX_USER = 104;
    private static final String NOT_IN_USERS = "\"/\\:;|=,+*?<>@[]";
    private static final Pattern NET_BIOS = Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
    private static final Pattern DNS = Pattern.compile("[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*");

    private SecurityRules() {}

    static void container(Place container, boolean ownUsers) {
        if (!container.has("securityContext")) {
            return;
        }
        var context = container.in("securityContext");
        id(context, "runAsUser");
        id(context, "runAsGroup");
        if (context.has("procMount")) {
            context.oneOf("procMount", List.of("Default", "Unmasked"));
            if (!ownUsers && context.text("procMount").equals("Unmasked")) {
                context.invalid("procMount", "Unmasked", "`hostUsers` must be false to use `Unmasked`");
            }
        }
        seccomp(context);
        if (Boolean.FALSE.equals(context.get("allowPrivilegeEscalation"))) {
            if (context.flag("privileged")) {
                context.invalid(
                        "",
                        GoStructs.text("SecurityContext", context.map()),
                        "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
            }
            if (context.map("capabilities").list("add").strings().anyMatch("CAP_SYS_ADMIN"::equals)) {
                context.invalid(
                        "",
                        GoStructs.text("SecurityContext", context.map()),
                        "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
            }
        }
        windows(context);
        appArmor(context);
    }

    static void pod(Place spec) {
        var context = spec.in("securityContext");
        if (context.map().isEmpty() && !spec.flag("shareProcessNamespace")) {
            return;
        }
        id(context, "fsGroup");
        id(context, "runAsUser");
        id(context, "runAsGroup");
        var groups = context.list("supplementalGroups");
        for (int i = 0; i < groups.size(); i++) {
            context.between("supplementalGroups[" + i + "]", (Long) groups.get(i), 0, Integer.MAX_VALUE);
        }
        if (spec.flag("shareProcessNamespace") && spec.flag("hostPID")) {
            context.invalid("shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        sysctls(context, spec);
        context.oneOfIfSet("fsGroupChangePolicy", List.of("Always", "OnRootMismatch"));
        seccomp(context);
        windows(context);
        appArmor(context);
        context.oneOfIfSet("supplementalGroupsPolicy", List.of("Merge", "Strict"));
        var report = spec.report();
        boolean any = report.enabled("SELinuxMount") || report.had("MountOption") || report.had("Recursive");
        context.oneOfIfSet("seLinuxChangePolicy", any ? List.of("MountOption", "Recursive") : List.of("Recursive"));
    }

    private static void id(Place context, String key) {
        context.between(key, 0, Integer.MAX_VALUE);
    }

    private static void seccomp(Place context) {
        if (!context.has("seccompProfile")) {
            return;
        }
        var profile = context.in("seccompProfile");
        if (profile.text("type").isEmpty()) {
            profile.required("type", "type is required when seccompProfile is set");
        } else {
            profile.oneOf("type", PROFILES);
        }
        if (profile.text("type").equals("Localhost")) {
            if (!profile.has("localhostProfile")) {
                profile.required("localhostProfile", "must be set when seccomp type is Localhost");
            } else {
                VolumeRules.descending(profile, "localhostProfile", profile.text("localhostProfile"));
            }
        } else if (profile.has("localhostProfile")) {
            profile.invalid(
                    "localhostProfile",
                    GoStructs.text("Profile", profile.map()),
                    "can only be set when seccomp type is Localhost");
        }
    }

    private static void appArmor(Place context) {
        if (!context.has("appArmorProfile")) {
            return;
        }
        var profile = context.in("appArmorProfile");
        var key = "localhostProfile";
        var file = profile.text(key);
        switch (profile.text("type")) {
            case "Localhost" -> {
                if (!profile.has(key) || file.isEmpty()) {
                    profile.required(key, "must be set when AppArmor type is Localhost");
                } else if (!file.equals(file.strip())) {
                    profile.invalid(key, file, "must not be padded with whitespace");
                }
                if (file.length() > MAX_PROFILE) {
                    profile.tooLong(key, MAX_PROFILE);
                }
            }
            case "RuntimeDefault", "Unconfined" -> {
                if (profile.has(key)) {
                    profile.invalid(key, file, "can only be set when AppArmor type is Localhost");
                }
            }
            case "" -> profile.required("type", "type is required when appArmorProfile is set");
            default -> profile.oneOf("type", PROFILES);
        }
    }

    private static void windows(Place context) {
        if (!context.has("windowsOptions")) {
            return;
        }
        var options = context.in("windowsOptions");
        if (options.has("gmsaCredentialSpecName")) {
            options.named("gmsaCredentialSpecName", Naming.SUBDOMAIN);
        }
        if (options.has("gmsaCredentialSpec")) {
            var text = options.text("gmsaCredentialSpec");
            if (text.isEmpty()) {
                options.invalid("gmsaCredentialSpec", text, "gmsaCredentialSpec cannot be an empty string");
            } else if (text.length() > MAX_CREDENTIAL) {
                options.invalid("gmsaCredentialSpec", text, "gmsaCredentialSpec size must be under 64 KiB");
            }
        }
        if (options.has("runAsUserName")) {
            var user = options.text("runAsUserName");
            options.invalid("runAsUserName", user, wrongUser(user));
        }
    }

    private static List<String> wrongUser(String name) {
        if (name.isEmpty()) {
            return List.of("runAsUserName cannot be an empty string");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return List.of("runAsUserName cannot contain control characters");
        }
        int slash = name.indexOf('\\');
        if (slash != name.lastIndexOf('\\')) {
            return List.of("runAsUserName cannot contain more than one backslash");
        }
        var wrong = new ArrayList<String>();
        var domain = slash < 0 ? "" : name.substring(0, slash);
        if (domain.length() >= MAX_DOMAIN) {
            wrong.add("runAsUserName's Domain length must be under " + MAX_DOMAIN + " characters");
        }
        if (slash >= 0
                && !NET_BIOS.matcher(domain).matches()
                && !DNS.matcher(domain).matches()) {
            wrong.add("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
        }
        var user = name.substring(slash + 1);
        if (user.isEmpty()) {
            wrong.add("runAsUserName's User cannot be empty");
        } else if (user.length() > MAX_USER) {
            wrong.add("runAsUserName's User length must not be longer than " + MAX_USER + " characters");
        }
        if (user.chars().anyMatch(c -> NOT_IN_USERS.indexOf(c) >= 0)) {
            wrong.add("runAsUserName's User cannot contain the following characters: " + NOT_IN_USERS);
        }
        if (!user.isEmpty() && user.chars().allMatch(c -> c == '.' || c == ' ')) {
            wrong.add("runAsUserName's User cannot contain only periods or spaces");
        }
        return wrong;
    }

    /**
     * Containers that are processes of a Windows host: all of a pod, or none.
     *
     * <p>See <a href="https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/">HostProcess
     * Pod</a>.
     */
    static void hostProcesses(Place spec) {
        var pod = hostProcess(spec.map("securityContext"));
        int[] count = new int[2];
        for (var kind : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.each(kind, container -> {
                var own = hostProcess(container.map("securityContext"));
                if (pod != null && own != null && !pod.equals(own)) {
                    container
                            .in("securityContext")
                            .in("windowsOptions")
                            .invalid(
                                    "hostProcess",
                                    own,
                                    "pod hostProcess value must be identical if both are specified, was " + pod);
                }
                count[0]++;
                count[1] += Boolean.TRUE.equals(own == null ? pod : own) ? 1 : 0;
            });
        }
        if (count[1] == 0) {
            return;
        }
        if (count[1] != count[0]) {
            spec.invalid(
                    "",
                    "",
                    "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        }
        if (!spec.flag("hostNetwork")) {
            spec.invalid("hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }

    private static @Nullable Object hostProcess(JsonMap context) {
        return context.map("windowsOptions").get("hostProcess");
    }

    private static void sysctls(Place context, Place spec) {
        Set<String> seen = new HashSet<>();
        context.each("sysctls", sysctl -> {
            var name = sysctl.text("name");
            if (name.isEmpty()) {
                sysctl.required("name");
            } else if (name.length() > MAX_SYSCTL || !SYSCTL.matcher(name).matches()) {
                sysctl.invalid("name", name, "must have at most 253 characters and match regex " + SYSCTL_FORM);
            } else if (seen.contains(name)) {
                sysctl.duplicate("name", name);
            }
            seen.add(name);
            var dotted = name.replace('/', '.');
            if (dotted.startsWith("net.") && spec.flag("hostNetwork")) {
                sysctl.invalid("name", name, "may not be specified when 'hostNetwork' is true");
            }
            boolean ipc = dotted.startsWith("kernel.shm")
                    || dotted.startsWith("kernel.msg")
                    || dotted.equals("kernel.sem")
                    || dotted.startsWith("fs.mqueue.");
            if (ipc && spec.flag("hostIPC")) {
                sysctl.invalid("name", name, "may not be specified when 'hostIPC' is true");
            }
        });
    }
}
