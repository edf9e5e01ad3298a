package dev.jibe.wire.spdy;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.RawConnection;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdyWindowUpdateFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyHeadersFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionStatus;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A SPDY/3.1 connection over a byte pipe, of either side. The peers in use (exec, attach and port-forward of the
 * command line tools) do without flow control, so this one never waits for window updates, though it sends them; when
 * a stream is not read, the whole connection is read no further.
 */
public final class SpdyConnection implements AutoCloseable {
    private static final int MAX_STREAMS = 1_000;
    private static final int MAX_UNREAD_BYTES = 1024 * 1024;
    private static final int BUFFER_BYTES = 32 * 1024;

    private final RawConnection raw;
    private final boolean isClient;
    private final @Nullable Consumer<SpdyStream> onStream;
    private final SpdyCodec codec = new SpdyCodec();
    private final ReentrantLock sending = new ReentrantLock();
    private final ConcurrentHashMap<Integer, SpdyStream> streams = new ConcurrentHashMap<>();
    private final Object reading = new Object();
    private long unread;
    private int nextId;
    private int lastPeerId;

    /** Guarded by {@link #sending}. */
    private boolean hasEnded;

    private SpdyConnection(RawConnection raw, boolean isClient, @Nullable Consumer<SpdyStream> onStream) {
        this.raw = raw;
        this.isClient = isClient;
        this.onStream = onStream;
        this.nextId = isClient ? 1 : 2;
        // Only the reader knows when the streams have ended: bytes may still wait when the connection has closed.
        raw.onClose(this::wakeReader);
    }

    /** The side that opens streams. */
    public static SpdyConnection client(RawConnection raw) {
        var connection = new SpdyConnection(raw, true, null);
        Thread.startVirtualThread(connection::read);
        return connection;
    }

    /** The side that is given streams: each is accepted, and handed over on a virtual thread of its own. */
    public static SpdyConnection server(RawConnection raw, Consumer<SpdyStream> onStream) {
        var connection = new SpdyConnection(raw, false, onStream);
        Thread.startVirtualThread(connection::read);
        return connection;
    }

    /** Opens a stream and waits until the peer has accepted it. */
    public SpdyStream createStream(Headers headers) throws WireException {
        SpdyStream stream;
        sending.lock();
        try {
            stream = new SpdyStream(this, nextId, headers);
            nextId += 2;
            streams.put(stream.id(), stream);
            var frame = new DefaultSpdySynStreamFrame(stream.id(), 0, (byte) 0, false);
            headers.forEach((name, value) -> frame.headers().add(name, value));
            send(frame);
        } finally {
            sending.unlock();
        }
        try {
            stream.reply.get();
            return stream;
        } catch (ExecutionException e) {
            throw new WireException("spdy: the stream was refused: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            stream.reset();
            Thread.currentThread().interrupt();
            throw new WireException("interrupted while opening a stream", e);
        }
    }

    /** Asks the peer for a sign of life, which it is to send back; fails if the connection is gone. */
    public void ping(int id) throws WireException {
        send(new DefaultSpdyPingFrame(id));
    }

    public boolean isOpen() {
        return raw.isOpen();
    }

    public void onClose(Runnable callback) {
        raw.onClose(callback);
    }

    @Override
    public void close() {
        try {
            send(new DefaultSpdyGoAwayFrame(lastPeerId, SpdySessionStatus.OK));
        } catch (WireException e) {
            // The peer is gone already: nobody is left to be told.
        }
        raw.close();
    }

    void send(Object frame) throws WireException {
        sending.lock();
        try {
            if (hasEnded) {
                throw new WireException("spdy: the connection was closed");
            }
            // Compression has a state: frames must go out in the order in which they were encoded.
            raw.write(codec.encode(frame));
        } finally {
            sending.unlock();
        }
    }

    void reset(SpdyStream stream) {
        trySend(new DefaultSpdyRstStreamFrame(stream.id(), SpdyStreamStatus.CANCEL));
        released(stream.inbound.discard());
        stream.ended(new WireException("spdy: the stream was reset"));
    }

    void widen(int streamId, int bytes) {
        if (streams.containsKey(streamId)) {
            trySend(new DefaultSpdyWindowUpdateFrame(streamId, bytes));
        }
    }

    void forget(SpdyStream stream) {
        streams.remove(stream.id());
    }

    /** Bytes that waited were read or dropped. */
    void released(int bytes) {
        synchronized (reading) {
            unread -= bytes;
            reading.notifyAll();
        }
    }

    private void trySend(Object frame) {
        try {
            send(frame);
        } catch (WireException e) {
            // The end of the connection is heard by everybody who needs to know.
        }
    }

    /** Reads frames until the end, of which everybody is told in any case. It never writes itself: two peers that wait for each other would be stuck. */
    private void read() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int count;
            while ((count = raw.read(buffer, 0, buffer.length)) >= 0) {
                for (Object frame : codec.decode(buffer, count)) {
                    receive(frame);
                }
                awaitReaders();
            }
        } catch (WireException | InterruptedException e) {
            raw.close();
        } finally {
            ended();
        }
    }

    private void awaitReaders() throws InterruptedException {
        synchronized (reading) {
            while (unread > MAX_UNREAD_BYTES && raw.isOpen()) {
                reading.wait();
            }
        }
    }

    private void receive(Object frame) {
        switch (frame) {
            case SpdyDataFrame data -> receiveData(data);
            case SpdySynStreamFrame opened -> receiveStream(opened);
            case SpdySynReplyFrame reply -> {
                SpdyStream stream = streams.get(reply.streamId());
                if (stream != null) {
                    stream.reply.complete(headers(reply));
                    if (reply.isLast()) {
                        stream.receiveEnd();
                    }
                }
            }
            case SpdyHeadersFrame more -> {
                SpdyStream stream = streams.get(more.streamId());
                if (stream != null && more.isLast()) {
                    stream.receiveEnd();
                }
            }
            case SpdyRstStreamFrame reset -> {
                SpdyStream stream = streams.get(reset.streamId());
                if (stream != null) {
                    stream.ended(new WireException("spdy: the peer reset the stream: " + reset.status()));
                }
            }
            case SpdyPingFrame ping -> {
                if ((ping.id() % 2 != 0) != isClient) {
                    Thread.startVirtualThread(() -> trySend(new DefaultSpdyPingFrame(ping.id())));
                }
            }
            case SpdyGoAwayFrame away -> {} // Streams in progress may end; the peer closes the connection behind them.
            default -> {} // Settings and window updates mean nothing without flow control.
        }
    }

    private void receiveData(SpdyDataFrame data) {
        try {
            SpdyStream stream = streams.get(data.streamId());
            if (stream == null) {
                return;
            }
            int length = data.content().readableBytes();
            if (length > 0 && !stream.inbound.isEnded()) {
                synchronized (reading) {
                    unread += length;
                }
                stream.inbound.offer(ByteBufUtil.getBytes(data.content()));
            }
            if (data.isLast()) {
                stream.receiveEnd();
            }
        } finally {
            data.release();
        }
    }

    private void receiveStream(SpdySynStreamFrame opened) {
        int id = opened.streamId();
        if (onStream == null || streams.size() >= MAX_STREAMS || id <= lastPeerId) {
            Thread.startVirtualThread(
                    () -> trySend(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.REFUSED_STREAM)));
            return;
        }
        lastPeerId = id;
        SpdyStream stream = new SpdyStream(this, id, headers(opened));
        streams.put(id, stream);
        if (opened.isLast()) {
            stream.receiveEnd();
        }
        Consumer<SpdyStream> handler = onStream;
        Thread.startVirtualThread(() -> {
            trySend(new DefaultSpdySynReplyFrame(id));
            handler.accept(stream);
        });
    }

    private static Headers headers(SpdyHeadersFrame frame) {
        Headers.Builder headers = Headers.builder();
        for (Map.Entry<CharSequence, CharSequence> field : frame.headers()) {
            String name = field.getKey().toString();
            if (!name.startsWith(":")) {
                headers.add(name, field.getValue().toString());
            }
        }
        return headers.build();
    }

    private void ended() {
        sending.lock();
        try {
            hasEnded = true;
            codec.close();
        } finally {
            sending.unlock();
        }
        for (SpdyStream stream : new ArrayList<>(streams.values())) {
            stream.ended(new WireException("spdy: the connection was closed"));
        }
    }

    private void wakeReader() {
        synchronized (reading) {
            reading.notifyAll();
        }
    }
}
