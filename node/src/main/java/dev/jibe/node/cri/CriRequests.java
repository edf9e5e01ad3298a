package dev.jibe.node.cri;

import com.google.protobuf.ByteString;
import dev.jibe.node.cri.v1.Capability;
import dev.jibe.node.cri.v1.ContainerConfig;
import dev.jibe.node.cri.v1.ContainerMetadata;
import dev.jibe.node.cri.v1.DNSConfig;
import dev.jibe.node.cri.v1.Device;
import dev.jibe.node.cri.v1.ImageSpec;
import dev.jibe.node.cri.v1.Int64Value;
import dev.jibe.node.cri.v1.KeyValue;
import dev.jibe.node.cri.v1.LinuxContainerConfig;
import dev.jibe.node.cri.v1.LinuxContainerResources;
import dev.jibe.node.cri.v1.LinuxContainerSecurityContext;
import dev.jibe.node.cri.v1.LinuxPodSandboxConfig;
import dev.jibe.node.cri.v1.LinuxSandboxSecurityContext;
import dev.jibe.node.cri.v1.Mount;
import dev.jibe.node.cri.v1.MountPropagation;
import dev.jibe.node.cri.v1.NamespaceMode;
import dev.jibe.node.cri.v1.NamespaceOption;
import dev.jibe.node.cri.v1.PodSandboxConfig;
import dev.jibe.node.cri.v1.PodSandboxMetadata;
import dev.jibe.node.cri.v1.PortMapping;
import dev.jibe.node.cri.v1.Protocol;
import dev.jibe.node.cri.v1.SecurityProfile;

/** Our records as CRI messages. */
final class CriRequests {
    private CriRequests() {}

    static PodSandboxConfig sandbox(SandboxSpec spec) {
        var linux = LinuxPodSandboxConfig.newBuilder()
                .setCgroupParent(spec.cgroupParent())
                .putAllSysctls(spec.sysctls())
                .setSecurityContext(sandboxConfinement(spec.confinement()));
        var config = PodSandboxConfig.newBuilder()
                .setMetadata(PodSandboxMetadata.newBuilder()
                        .setName(spec.name())
                        .setNamespace(spec.namespace())
                        .setUid(spec.uid())
                        .setAttempt(spec.attempt()))
                .setHostname(spec.hostname())
                .setLogDirectory(spec.logDirectory())
                .putAllLabels(spec.labels())
                .putAllAnnotations(spec.annotations())
                .setLinux(linux);
        if (!spec.dns().equals(SandboxSpec.Dns.HOST)) {
            config.setDnsConfig(DNSConfig.newBuilder()
                    .addAllServers(spec.dns().servers())
                    .addAllSearches(spec.dns().searches())
                    .addAllOptions(spec.dns().options()));
        }
        for (var port : spec.ports()) {
            config.addPortMappings(PortMapping.newBuilder()
                    .setProtocol(protocol(port.protocol()))
                    .setContainerPort(port.containerPort())
                    .setHostPort(port.hostPort())
                    .setHostIp(port.hostIp()));
        }
        return config.build();
    }

    private static Protocol protocol(String name) {
        return switch (name) {
            case "UDP" -> Protocol.UDP;
            case "SCTP" -> Protocol.SCTP;
            default -> Protocol.TCP;
        };
    }

    private static LinuxSandboxSecurityContext sandboxConfinement(Confinement confinement) {
        var context = LinuxSandboxSecurityContext.newBuilder()
                .setNamespaceOptions(namespaces(confinement.namespaces()))
                .setPrivileged(confinement.privileged())
                .setReadonlyRootfs(confinement.readOnlyRoot())
                .addAllSupplementalGroups(confinement.supplementalGroups())
                .setSeccomp(profile(confinement.seccomp()));
        confinement.runAsUser().ifPresent(uid -> context.setRunAsUser(number(uid)));
        confinement.runAsGroup().ifPresent(gid -> context.setRunAsGroup(number(gid)));
        return context.build();
    }

    private static Int64Value number(long value) {
        return Int64Value.newBuilder().setValue(value).build();
    }

    private static NamespaceOption namespaces(Confinement.Namespaces namespaces) {
        return NamespaceOption.newBuilder()
                .setNetwork(mode(namespaces.network()))
                .setPid(mode(namespaces.pid()))
                .setIpc(mode(namespaces.ipc()))
                .setTargetId(namespaces.target())
                .build();
    }

    private static NamespaceMode mode(Confinement.Scope scope) {
        return switch (scope) {
            case POD -> NamespaceMode.POD;
            case CONTAINER -> NamespaceMode.CONTAINER;
            case NODE -> NamespaceMode.NODE;
            case TARGET -> NamespaceMode.TARGET;
        };
    }

    private static SecurityProfile profile(Confinement.Profile profile) {
        var message = SecurityProfile.newBuilder();
        return switch (profile) {
            case Confinement.Profile.RuntimeDefault() ->
                message.setProfileType(SecurityProfile.ProfileType.RuntimeDefault)
                        .build();
            case Confinement.Profile.Unconfined() ->
                message.setProfileType(SecurityProfile.ProfileType.Unconfined).build();
            case Confinement.Profile.Localhost(String path) ->
                message.setProfileType(SecurityProfile.ProfileType.Localhost)
                        .setLocalhostRef(path)
                        .build();
        };
    }

    static ContainerConfig container(ContainerSpec spec) {
        var config = ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder().setName(spec.name()).setAttempt(spec.attempt()))
                .setImage(ImageSpec.newBuilder().setImage(spec.image()))
                .addAllCommand(spec.command())
                .addAllArgs(spec.args())
                .setWorkingDir(spec.workingDirectory())
                .putAllLabels(spec.labels())
                .putAllAnnotations(spec.annotations())
                .setLogPath(spec.logPath())
                .setStdin(spec.stdin())
                .setStdinOnce(spec.stdinOnce())
                .setTty(spec.tty())
                .setLinux(LinuxContainerConfig.newBuilder()
                        .setResources(limits(spec.limits()))
                        .setSecurityContext(confinement(spec.confinement())));
        for (var env : spec.env()) {
            config.addEnvs(KeyValue.newBuilder().setKey(env.name()).setValue(ByteString.copyFromUtf8(env.value())));
        }
        for (var mount : spec.mounts()) {
            config.addMounts(Mount.newBuilder()
                    .setContainerPath(mount.containerPath())
                    .setHostPath(mount.hostPath())
                    .setReadonly(mount.readOnly())
                    .setPropagation(propagation(mount.propagation())));
        }
        for (var device : spec.devices()) {
            config.addDevices(Device.newBuilder()
                    .setContainerPath(device.containerPath())
                    .setHostPath(device.hostPath())
                    .setPermissions(device.permissions()));
        }
        return config.build();
    }

    private static MountPropagation propagation(ContainerSpec.Propagation propagation) {
        return switch (propagation) {
            case PRIVATE -> MountPropagation.PROPAGATION_PRIVATE;
            case HOST_TO_CONTAINER -> MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
            case BIDIRECTIONAL -> MountPropagation.PROPAGATION_BIDIRECTIONAL;
        };
    }

    static LinuxContainerResources limits(LinuxLimits limits) {
        return LinuxContainerResources.newBuilder()
                .setCpuPeriod(limits.cpuPeriodMicros())
                .setCpuQuota(limits.cpuQuotaMicros())
                .setCpuShares(limits.cpuShares())
                .setMemoryLimitInBytes(limits.memoryLimitBytes())
                .setOomScoreAdj(limits.oomScoreAdjust())
                .build();
    }

    private static LinuxContainerSecurityContext confinement(Confinement confinement) {
        var context = LinuxContainerSecurityContext.newBuilder()
                .setNamespaceOptions(namespaces(confinement.namespaces()))
                .setPrivileged(confinement.privileged())
                .setReadonlyRootfs(confinement.readOnlyRoot())
                .setNoNewPrivs(confinement.noNewPrivileges())
                .setRunAsUsername(confinement.runAsUserName())
                .addAllSupplementalGroups(confinement.supplementalGroups())
                .addAllMaskedPaths(confinement.maskedPaths())
                .addAllReadonlyPaths(confinement.readonlyPaths())
                .setCapabilities(Capability.newBuilder()
                        .addAllAddCapabilities(confinement.addCapabilities())
                        .addAllDropCapabilities(confinement.dropCapabilities()))
                .setSeccomp(profile(confinement.seccomp()));
        confinement.runAsUser().ifPresent(uid -> context.setRunAsUser(number(uid)));
        confinement.runAsGroup().ifPresent(gid -> context.setRunAsGroup(number(gid)));
        return context.build();
    }
}
