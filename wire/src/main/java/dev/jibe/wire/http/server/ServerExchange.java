package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.BodyTooLargeException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.channel.Ending;
import dev.jibe.wire.http.channel.Inbound;
import dev.jibe.wire.http.channel.WriteGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange does in whichever version of HTTP. Methods named {@code send...} and {@code receive...} run on the
 * event loop of the connection; the others on any thread.
 */
abstract class ServerExchange implements Exchange, Runnable {
    /** A body of known size up to this is collected in one array before the handler starts: one copy, no waiting. */
    static final int MAX_COLLECTED_BYTES = 64 * 1024;

    private static final System.Logger LOG = System.getLogger("dev.jibe.wire");

    final Request request;
    final Inbound body;
    final WriteGate gate;
    private final int largeBytes;
    final EventLoop loop;
    private final Handler handler;
    private final long declaredLength;
    private final Held held;
    private final Held.Share incoming;
    private final Ending aborted = new Ending();
    private final Ending ended = new Ending();
    private Held.@Nullable Share outgoing;
    private byte[] collected = {};
    private int collectedLength;
    private boolean launched;
    private boolean responded;
    volatile boolean complete;

    ServerExchange(
            Request request, long declaredLength, Handler handler, EventLoop loop, Held held, int responseBufferBytes) {
        this.request = request;
        this.declaredLength = declaredLength;
        this.handler = handler;
        this.loop = loop;
        this.held = held;
        this.incoming = held.timed(this::letGoLater);
        this.body = new Inbound(this::taken);
        this.gate = new WriteGate(responseBufferBytes);
        this.largeBytes = responseBufferBytes;
    }

    /** The handler has read some of the body. */
    abstract void taken(int bytes);

    /** Sends an answer of so many bytes; the buffers are its own from now on. */
    abstract void sendResponse(int status, Headers headers, List<ByteBuf> content, long length);

    abstract void sendHead(int status, Headers headers);

    abstract void sendChunk(byte[] chunk);

    abstract void sendEnd();

    abstract void sendReset();

    /** Ends the exchange at once: its client has been owing something for too long, or too much is owed to the server. */
    abstract void letGo();

    /** The handler has returned. */
    abstract void handled();

    final boolean isCollected() {
        return declaredLength >= 0 && declaredLength <= MAX_COLLECTED_BYTES;
    }

    /** Starts the handler if it can do without more of the body. */
    final void receiveHead(boolean isEnd) {
        if (isEnd) {
            body.end();
        } else {
            incoming.begin();
        }
        if (isEnd || !isCollected()) {
            launch();
        }
    }

    /** Takes a piece of the body; the number of bytes that now wait to be read. */
    final int receiveBody(ByteBuf data) {
        int length = data.readableBytes();
        incoming.add(length);
        if (!isCollected()) {
            byte[] chunk = new byte[length];
            data.readBytes(chunk);
            return body.offer(chunk);
        }
        int fitting = Math.min(length, (int) declaredLength - collectedLength);
        if (collectedLength + fitting > collected.length) {
            // Not at once for all that was declared, which a client need never send.
            int grown = Math.max(2 * collected.length, collectedLength + fitting);
            collected = Arrays.copyOf(collected, Math.min(grown, (int) declaredLength));
        }
        data.readBytes(collected, collectedLength, fitting);
        collectedLength += fitting;
        return 0;
    }

    final void receiveEnd() {
        if (collectedLength > 0) {
            body.offer(collectedLength == collected.length ? collected : Arrays.copyOf(collected, collectedLength));
        }
        incoming.settle();
        body.end();
        launch();
    }

    private void launch() {
        if (!launched) {
            launched = true;
            Thread.startVirtualThread(this);
        }
    }

    final boolean isLaunched() {
        return launched;
    }

    @Override
    public final void run() {
        try {
            handler.handle(this);
            if (!isResponded()) {
                fail(500, "the handler gave no response");
            }
        } catch (BodyTooLargeException e) {
            fail(413, "Request entity too large: " + e.getMessage());
        } catch (Throwable e) {
            // A connection that broke in the middle of a response is not worth a word.
            if (!isAborted() && !(e instanceof WireException && isResponded())) {
                LOG.log(System.Logger.Level.WARNING, "handler of {0} {1} failed", request.method(), request.rawPath());
                LOG.log(System.Logger.Level.WARNING, "handler failed", e);
            }
            fail(500, "Internal server error");
        } finally {
            if (declaredLength != 0) {
                onLoop(incoming::close);
            }
            handled();
        }
    }

    /** Runs a step of the response on the event loop; whether there is one, as there is none once the server has stopped. */
    final boolean onLoop(Runnable step) {
        try {
            loop.execute(step);
            return true;
        } catch (RejectedExecutionException e) {
            gate.close();
            return false;
        }
    }

    private void fail(int status, String message) {
        if (begin()) {
            byte[] text = (message + "\n").getBytes(StandardCharsets.UTF_8);
            Headers headers = Headers.of("content-type", "text/plain; charset=utf-8");
            onLoop(() -> sendResponse(status, headers, List.of(Unpooled.wrappedBuffer(text)), text.length));
        } else if (!complete) {
            onLoop(this::sendReset);
        }
    }

    final synchronized boolean begin() {
        boolean first = !responded;
        responded = true;
        return first;
    }

    final void mustBegin() throws WireException {
        if (!begin()) {
            throw new WireException("the response has already begun");
        }
        if (isAborted()) {
            throw new WireException("the client has gone");
        }
    }

    @Override
    public final Request request() {
        return request;
    }

    @Override
    public final byte[] body(int limitBytes) throws WireException {
        if (declaredLength > limitBytes) {
            throw new BodyTooLargeException(limitBytes);
        }
        return body.all(limitBytes);
    }

    @Override
    public final void respond(int status, Headers headers, byte[]... content) throws WireException {
        mustBegin();
        respond(
                status,
                headers,
                Arrays.stream(content).map(Unpooled::wrappedBuffer).toList());
    }

    @Override
    public final void respond(int status, Headers headers, Pieces content) throws WireException {
        mustBegin();
        respond(status, headers, content.take());
    }

    private void respond(int status, Headers headers, List<ByteBuf> content) throws WireException {
        long total = 0;
        for (ByteBuf part : content) {
            total += part.readableBytes();
        }
        long length = total;
        var accepted = new CountDownLatch(length > largeBytes ? 1 : 0);
        boolean isRunning = onLoop(() -> {
            outgoing = held.timed(this::letGoLater);
            holds(length);
            sendResponse(status, headers, content, length);
            accepted.countDown();
        });
        // Answers must not be made faster than event loops can take charge of them.
        if (isRunning) {
            await(accepted);
        } else {
            content.forEach(ByteBuf::release);
        }
    }

    private static void await(CountDownLatch latch) throws WireException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException("interrupted while answering", e);
        }
    }

    @Override
    public final ResponseStream stream(int status, Headers headers) throws WireException {
        mustBegin();
        onLoop(() -> {
            outgoing = held.untimed(this::letGoLater);
            sendHead(status, headers);
        });
        return new ExchangeStream(this);
    }

    @Override
    public final synchronized boolean isResponded() {
        return responded;
    }

    @Override
    public final boolean isAborted() {
        return aborted.happened();
    }

    @Override
    public final void onAbort(Runnable callback) {
        aborted.then(callback);
    }

    final void enqueueChunk(byte[] chunk) {
        onLoop(() -> {
            holds(chunk.length);
            sendChunk(chunk);
        });
    }

    /** Not within whatever else was being done on this or another event loop. */
    private void letGoLater() {
        onLoop(this::letGo);
    }

    /** Bytes of the answer are on their way to the client. */
    private void holds(long bytes) {
        if (outgoing != null) {
            outgoing.add(bytes);
        }
    }

    /** It has taken a chunk, or never will. */
    final void left(int bytes) {
        gate.leave(bytes);
        sent(bytes);
    }

    /** An answer is not sent at all. */
    final void drop(List<ByteBuf> content, long length) {
        content.forEach(ByteBuf::release);
        sent(length);
    }

    /** It has taken that much of the answer, or never will. */
    final void sent(long bytes) {
        if (outgoing != null) {
            outgoing.less(bytes);
        }
    }

    final void onEnd(Runnable callback) {
        ended.then(callback);
    }

    /** The connection or stream is gone: ends everything that has not ended. */
    final void receiveGone() {
        if (!complete) {
            aborted.happen();
            body.fail(new WireException("the client went away in the middle of the request"));
        }
        gate.close();
        ended.happen();
        if (outgoing != null) {
            outgoing.close();
        }
        if (launched) {
            incoming.settle();
        } else {
            incoming.close();
        }
    }
}
