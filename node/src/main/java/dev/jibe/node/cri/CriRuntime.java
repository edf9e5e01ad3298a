package dev.jibe.node.cri;

import dev.jibe.node.cri.v1.AttachRequest;
import dev.jibe.node.cri.v1.AuthConfig;
import dev.jibe.node.cri.v1.ContainerStatusRequest;
import dev.jibe.node.cri.v1.CreateContainerRequest;
import dev.jibe.node.cri.v1.ExecRequest;
import dev.jibe.node.cri.v1.ExecSyncRequest;
import dev.jibe.node.cri.v1.ImageFsInfoRequest;
import dev.jibe.node.cri.v1.ImageServiceGrpc;
import dev.jibe.node.cri.v1.ImageSpec;
import dev.jibe.node.cri.v1.ImageStatusRequest;
import dev.jibe.node.cri.v1.ListContainerStatsRequest;
import dev.jibe.node.cri.v1.ListContainersRequest;
import dev.jibe.node.cri.v1.ListImagesRequest;
import dev.jibe.node.cri.v1.ListPodSandboxRequest;
import dev.jibe.node.cri.v1.PodSandboxStatusRequest;
import dev.jibe.node.cri.v1.PortForwardRequest;
import dev.jibe.node.cri.v1.PullImageRequest;
import dev.jibe.node.cri.v1.RemoveContainerRequest;
import dev.jibe.node.cri.v1.RemoveImageRequest;
import dev.jibe.node.cri.v1.RemovePodSandboxRequest;
import dev.jibe.node.cri.v1.ReopenContainerLogRequest;
import dev.jibe.node.cri.v1.RunPodSandboxRequest;
import dev.jibe.node.cri.v1.RuntimeServiceGrpc;
import dev.jibe.node.cri.v1.StartContainerRequest;
import dev.jibe.node.cri.v1.StatusRequest;
import dev.jibe.node.cri.v1.StopContainerRequest;
import dev.jibe.node.cri.v1.StopPodSandboxRequest;
import dev.jibe.node.cri.v1.UpdateContainerResourcesRequest;
import dev.jibe.node.cri.v1.VersionRequest;
import dev.jibe.wire.grpc.GrpcConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A container runtime behind a Unix socket that speaks CRI v1. */
public final class CriRuntime implements ContainerRuntime {
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(30);
    /** Pulls end by themselves when nothing arrives any more; this bounds one that never does. */
    private static final Duration PULL_TIMEOUT = Duration.ofHours(1);

    private static final int MAX_MESSAGE_BYTES = 16 << 20;

    private final GrpcConnection connection;
    private final RuntimeServiceGrpc.RuntimeServiceBlockingStub runtime;
    private final ImageServiceGrpc.ImageServiceBlockingStub images;

    public CriRuntime(Path socket) {
        this.connection = new GrpcConnection(UnixDomainSocketAddress.of(socket), "cri", MAX_MESSAGE_BYTES);
        this.runtime = RuntimeServiceGrpc.newBlockingStub(connection.channel());
        this.images = ImageServiceGrpc.newBlockingStub(connection.channel());
    }

    private RuntimeServiceGrpc.RuntimeServiceBlockingStub runtime(Duration timeout) {
        return runtime.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ImageServiceGrpc.ImageServiceBlockingStub images(Duration timeout) {
        return images.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    private static void callIfThere(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw failure(e);
            }
        }
    }

    private static RuntimeFailure failure(StatusRuntimeException e) {
        String description = e.getStatus().getDescription();
        var code = switch (e.getStatus().getCode()) {
            case NOT_FOUND -> RuntimeFailure.Code.NOT_FOUND;
            case ALREADY_EXISTS -> RuntimeFailure.Code.ALREADY_EXISTS;
            case INVALID_ARGUMENT -> RuntimeFailure.Code.INVALID;
            case UNAVAILABLE -> RuntimeFailure.Code.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> RuntimeFailure.Code.TIMEOUT;
            case UNIMPLEMENTED -> RuntimeFailure.Code.UNIMPLEMENTED;
            default -> RuntimeFailure.Code.OTHER;
        };
        return new RuntimeFailure(
                code, description == null ? e.getStatus().getCode().name() : description, e);
    }

    @Override
    public String version() {
        var answer = call(
                () -> runtime(LIST_TIMEOUT).version(VersionRequest.newBuilder().build()));
        String version = answer.getRuntimeVersion();
        return answer.getRuntimeName() + "://" + (version.startsWith("v") ? version.substring(1) : version);
    }

    @Override
    public RuntimeHealth health() {
        return CriAnswers.health(call(
                () -> runtime(LIST_TIMEOUT).status(StatusRequest.newBuilder().build())));
    }

    @Override
    public String runSandbox(SandboxSpec spec) {
        var request = RunPodSandboxRequest.newBuilder()
                .setConfig(CriRequests.sandbox(spec))
                .setRuntimeHandler(spec.runtimeHandler())
                .build();
        return call(() -> runtime(CALL_TIMEOUT).runPodSandbox(request)).getPodSandboxId();
    }

    @Override
    public void stopSandbox(String id) {
        var request = StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build();
        callIfThere(() -> runtime(CALL_TIMEOUT).stopPodSandbox(request));
    }

    @Override
    public void removeSandbox(String id) {
        var request = RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build();
        callIfThere(() -> runtime(CALL_TIMEOUT).removePodSandbox(request));
    }

    @Override
    public List<SandboxView> sandboxes() {
        var request = ListPodSandboxRequest.newBuilder().build();
        return call(() -> runtime(LIST_TIMEOUT).listPodSandbox(request)).getItemsList().stream()
                .map(CriAnswers::sandbox)
                .toList();
    }

    @Override
    public SandboxView sandbox(String id) {
        var request = PodSandboxStatusRequest.newBuilder().setPodSandboxId(id).build();
        return CriAnswers.sandbox(
                call(() -> runtime(LIST_TIMEOUT).podSandboxStatus(request)).getStatus());
    }

    @Override
    public String createContainer(String sandboxId, ContainerSpec spec, SandboxSpec sandbox) {
        var request = CreateContainerRequest.newBuilder()
                .setPodSandboxId(sandboxId)
                .setConfig(CriRequests.container(spec))
                .setSandboxConfig(CriRequests.sandbox(sandbox))
                .build();
        return call(() -> runtime(CALL_TIMEOUT).createContainer(request)).getContainerId();
    }

    @Override
    public void startContainer(String id) {
        var request = StartContainerRequest.newBuilder().setContainerId(id).build();
        call(() -> runtime(CALL_TIMEOUT).startContainer(request));
    }

    @Override
    public void stopContainer(String id, Duration grace) {
        var request = StopContainerRequest.newBuilder()
                .setContainerId(id)
                .setTimeout(Math.ceilDiv(grace.toMillis(), 1000L))
                .build();
        callIfThere(() -> runtime(grace.plus(CALL_TIMEOUT)).stopContainer(request));
    }

    @Override
    public void removeContainer(String id) {
        var request = RemoveContainerRequest.newBuilder().setContainerId(id).build();
        callIfThere(() -> runtime(CALL_TIMEOUT).removeContainer(request));
    }

    @Override
    public List<ContainerView> containers() {
        var request = ListContainersRequest.newBuilder().build();
        return call(() -> runtime(LIST_TIMEOUT).listContainers(request)).getContainersList().stream()
                .map(CriAnswers::container)
                .toList();
    }

    @Override
    public ContainerView container(String id) {
        var request = ContainerStatusRequest.newBuilder().setContainerId(id).build();
        return CriAnswers.container(
                call(() -> runtime(LIST_TIMEOUT).containerStatus(request)).getStatus());
    }

    @Override
    public void updateLimits(String containerId, LinuxLimits limits) {
        var request = UpdateContainerResourcesRequest.newBuilder()
                .setContainerId(containerId)
                .setLinux(CriRequests.limits(limits))
                .build();
        call(() -> runtime(CALL_TIMEOUT).updateContainerResources(request));
    }

    @Override
    public ExecOutcome exec(String containerId, List<String> command, Duration timeout) {
        var request = ExecSyncRequest.newBuilder()
                .setContainerId(containerId)
                .addAllCmd(command)
                .setTimeout(timeout.toSeconds())
                .build();
        var answer = call(() -> (timeout.isZero() ? runtime : runtime(timeout.plus(LIST_TIMEOUT))).execSync(request));
        return new ExecOutcome(
                answer.getStdout().toByteArray(), answer.getStderr().toByteArray(), answer.getExitCode());
    }

    @Override
    public URI execUrl(String containerId, List<String> command, Streaming streaming) {
        var request = ExecRequest.newBuilder()
                .setContainerId(containerId)
                .addAllCmd(command)
                .setTty(streaming.tty())
                .setStdin(streaming.stdin())
                .setStdout(streaming.stdout())
                .setStderr(streaming.stderr())
                .build();
        return URI.create(call(() -> runtime(LIST_TIMEOUT).exec(request)).getUrl());
    }

    @Override
    public URI attachUrl(String containerId, Streaming streaming) {
        var request = AttachRequest.newBuilder()
                .setContainerId(containerId)
                .setTty(streaming.tty())
                .setStdin(streaming.stdin())
                .setStdout(streaming.stdout())
                .setStderr(streaming.stderr())
                .build();
        return URI.create(call(() -> runtime(LIST_TIMEOUT).attach(request)).getUrl());
    }

    @Override
    public URI portForwardUrl(String sandboxId) {
        var request = PortForwardRequest.newBuilder().setPodSandboxId(sandboxId).build();
        return URI.create(call(() -> runtime(LIST_TIMEOUT).portForward(request)).getUrl());
    }

    @Override
    public void reopenLog(String containerId) {
        var request = ReopenContainerLogRequest.newBuilder()
                .setContainerId(containerId)
                .build();
        call(() -> runtime(LIST_TIMEOUT).reopenContainerLog(request));
    }

    @Override
    public List<ContainerUsage> usage() {
        var request = ListContainerStatsRequest.newBuilder().build();
        return call(() -> runtime(LIST_TIMEOUT).listContainerStats(request)).getStatsList().stream()
                .map(CriAnswers::usage)
                .toList();
    }

    @Override
    public List<ImageView> images() {
        var request = ListImagesRequest.newBuilder().build();
        return call(() -> images(LIST_TIMEOUT).listImages(request)).getImagesList().stream()
                .map(CriAnswers::image)
                .toList();
    }

    private static ImageSpec spec(String reference) {
        return ImageSpec.newBuilder().setImage(reference).build();
    }

    @Override
    public Optional<ImageView> image(String reference) {
        var request = ImageStatusRequest.newBuilder().setImage(spec(reference)).build();
        var answer = call(() -> images(LIST_TIMEOUT).imageStatus(request));
        return answer.hasImage() ? Optional.of(CriAnswers.image(answer.getImage())) : Optional.empty();
    }

    @Override
    public String pullImage(String reference, Optional<Credentials> credentials, SandboxSpec sandbox) {
        var request =
                PullImageRequest.newBuilder().setImage(spec(reference)).setSandboxConfig(CriRequests.sandbox(sandbox));
        credentials.ifPresent(login -> request.setAuth(AuthConfig.newBuilder()
                .setUsername(login.userName())
                .setPassword(login.password())
                .setAuth(login.auth())
                .setServerAddress(login.serverAddress())
                .setIdentityToken(login.identityToken())));
        return call(() -> images(PULL_TIMEOUT).pullImage(request.build())).getImageRef();
    }

    @Override
    public void followEnds(Consumer<String> ended) {
        call(() -> {
            ContainerdEvents.follow(connection.channel(), ended);
            return true;
        });
    }

    @Override
    public void removeImage(String reference) {
        var request = RemoveImageRequest.newBuilder().setImage(spec(reference)).build();
        callIfThere(() -> images(CALL_TIMEOUT).removeImage(request));
    }

    @Override
    public Optional<Long> imageBytes() {
        var request = ImageFsInfoRequest.newBuilder().build();
        return call(() -> images(LIST_TIMEOUT).imageFsInfo(request)).getImageFilesystemsList().stream()
                .map(usage -> usage.getUsedBytes().getValue())
                .findFirst();
    }

    @Override
    public void close() {
        connection.close();
    }
}
