package dev.jibe.jibe;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.client.Reply;
import dev.jibe.client.Transport;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.ApiServer;
import dev.jibe.server.request.Query;
import dev.jibe.server.watch.WatchEvent;
import dev.jibe.server.watch.WatchSource;
import dev.jibe.wire.http.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way to an API server in the same process: the same door as from outside, but objects instead of bytes.
 *
 * <p>Who the caller is has been settled by whoever made the transport; what it may do is decided for every call.
 */
final class InProcessTransport implements Transport {

    private final ApiServer server;
    private final User user;
    private final String program;

    InProcessTransport(ApiServer server, User user) {
        this.server = server;
        this.user = user;
        this.program = program(user.name());
    }

    /** What a component calls itself upstream: fields that it writes are noted under this name. */
    private static String program(String user) {
        if (user.startsWith("system:node:")) {
            return "kubelet";
        }
        return user.startsWith("system:") ? user.substring("system:".length()) : user;
    }

    @Override
    public Reply send(Call call) {
        return switch (handle(call)) {
            case ApiResponse.One one -> new Reply(one.code(), one.object(), one.warnings());
            case ApiResponse.Many many -> new Reply(200, list(many), List.of());
            case ApiResponse.Plain plain
            when plain.code() < 300 && plain.contentType().startsWith("application/json") ->
                new Reply(plain.code(), Json.parseMap(plain.body()), List.of());
            case ApiResponse.Plain plain ->
                throw ApiFailure.of(plain.code(), "NotFound", "the server could not find the requested resource");
            case ApiResponse.Watching watching -> {
                watching.source().close();
                throw new IllegalArgumentException("a watch is not sent but opened: " + call);
            }
            case ApiResponse.Forward ignored ->
                throw new IllegalArgumentException("streams need the HTTP transport: " + call);
        };
    }

    private static JsonMap list(ApiResponse.Many many) {
        return JsonMap.of(
                "apiVersion", many.resource().apiVersion(),
                "kind", many.resource().kind() + "List",
                "metadata", many.metadata(),
                "items", JsonList.copyOf(many.items()));
    }

    @Override
    public EventStream watch(Call call) {
        if (handle(call) instanceof ApiResponse.Watching watching) {
            return new Stream(watching.source());
        }
        throw new IllegalArgumentException("not a watch: " + call);
    }

    private ApiResponse handle(Call call) {
        Body body = call.body() == null ? new Body.None() : new Body.Tree(call.body());
        var headers =
                Headers.of("content-type", call.contentType(), "accept", "application/json", "user-agent", program);
        try {
            return server.handle(new ApiRequest(
                    call.method(), call.path(), Query.of(call.query()), headers, List.of(), Optional.of(user), body));
        } catch (ApiException e) {
            throw ApiFailure.of(e.status());
        }
    }

    @Override
    public void close() {
        // Nothing is held open but watches, and those are their readers'.
    }

    /** A watch, read event by event. */
    private static final class Stream implements EventStream {

        private static final int BATCH = 256;
        private static final Duration BOOKMARK_INTERVAL = Duration.ofMinutes(1);

        private final WatchSource source;
        private final ArrayDeque<WatchEvent> ready = new ArrayDeque<>();
        private volatile boolean closed;

        Stream(WatchSource source) {
            this.source = source;
        }

        @Override
        public @Nullable Event next() throws InterruptedException {
            while (ready.isEmpty() && !closed) {
                try {
                    var events = source.take(BATCH, BOOKMARK_INTERVAL);
                    ready.addAll(events);
                } catch (dev.jibe.store.StoreException.Unavailable e) {
                    return null;
                }
                if (ready.isEmpty() && source.wantsBookmarks() && !closed) {
                    ready.add(source.bookmark());
                }
            }
            var next = ready.poll();
            return next == null ? null : new Event(next.type(), next.object());
        }

        @Override
        public void close() {
            closed = true;
            source.close();
        }
    }
}
