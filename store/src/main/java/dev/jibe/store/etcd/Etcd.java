package dev.jibe.store.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The connections to the members of one etcd, and the calls that a store makes. Answers come on a thread of the network. */
public final class Etcd implements AutoCloseable {

    /** As often as etcd takes it, so that a member that is gone without a word is noticed within seconds. */
    private static final int KEEP_ALIVE_SECONDS = 10;

    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 5;
    private static final int WINDOW_BYTES = 4 << 20;

    /** Has etcd end a watch at a member that has lost its leader, rather than let it wait. */
    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    private final Endpoints endpoints;
    private final ManagedChannel channel;
    private final KVGrpc.KVStub kv;
    private final LeaseGrpc.LeaseStub lease;
    private final long timeoutMillis;

    public Etcd(EtcdConfig config) {
        endpoints = new Endpoints(config.endpoints());
        NameResolverRegistry.getDefaultRegistry().register(endpoints);
        var builder = NettyChannelBuilder.forTarget(endpoints.target())
                .directExecutor()
                .defaultLoadBalancingPolicy("round_robin")
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .flowControlWindow(WINDOW_BYTES)
                // As upstream: one answer has as many revisions as etcd finds fit, and there is one answer at a time.
                .maxInboundMessageSize(Integer.MAX_VALUE);
        var tls = config.tls();
        channel = tls.isPresent()
                ? builder.sslContext(tls.get())
                        .negotiationType(NegotiationType.TLS)
                        .build()
                : builder.usePlaintext().build();
        kv = KVGrpc.newStub(channel);
        lease = LeaseGrpc.newStub(channel);
        timeoutMillis = config.requestTimeout().toMillis();
    }

    public CompletableFuture<TxnResponse> transact(TxnRequest request) {
        var answer = new Unary<TxnResponse>();
        timed().txn(request, answer);
        return answer;
    }

    public CompletableFuture<RangeResponse> range(RangeRequest request) {
        var answer = new Unary<RangeResponse>();
        timed().range(request, answer);
        return answer;
    }

    /** A revision that is no older than any write acknowledged before the call; the key need not exist. */
    public CompletableFuture<Long> currentRevision(String key, Duration timeout) {
        var answer = new Unary<RangeResponse>();
        kv.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .range(
                        RangeRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8(key))
                                .setCountOnly(true)
                                .build(),
                        answer);
        return answer.thenApply(range -> range.getHeader().getRevision());
    }

    public CompletableFuture<CompactionResponse> compact(long revision) {
        var answer = new Unary<CompactionResponse>();
        timed().compact(CompactionRequest.newBuilder().setRevision(revision).build(), answer);
        return answer;
    }

    public CompletableFuture<LeaseGrantResponse> grant(long seconds) {
        var answer = new Unary<LeaseGrantResponse>();
        lease.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)
                .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(seconds).build(), answer);
        return answer;
    }

    /** Begins to watch all keys from a revision on. */
    public EtcdWatch watch(long fromRevision) {
        var headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        var stub = WatchGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        return EtcdWatch.open(stub, fromRevision);
    }

    /** Has connections that failed tried again now, not when gRPC sees fit. */
    public void reconnect() {
        channel.resetConnectBackoff();
    }

    private KVGrpc.KVStub timed() {
        return kv.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        NameResolverRegistry.getDefaultRegistry().deregister(endpoints);
    }
}
