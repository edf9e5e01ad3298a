package dev.jibe.wire.spdy;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.channel.Ending;
import dev.jibe.wire.http.channel.Inbound;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** One stream of a SPDY connection: bytes in both directions, each of which ends on its own. */
public final class SpdyStream implements AutoCloseable {
    private static final int MAX_FRAME_BYTES = 32 * 1024;

    final CompletableFuture<Headers> reply = new CompletableFuture<>();
    final Inbound inbound = new Inbound(this::taken);
    private final SpdyConnection connection;
    private final int id;
    private final Headers headers;
    private final Ending ending = new Ending();
    private boolean outputClosed;
    private boolean inputClosed;
    private int unreturned;

    SpdyStream(SpdyConnection connection, int id, Headers headers) {
        this.connection = connection;
        this.id = id;
        this.headers = headers;
    }

    public int id() {
        return id;
    }

    /** What the stream was opened with, such as {@code streamtype}. */
    public Headers headers() {
        return headers;
    }

    /** What the peer sends; ends when it closes its side, fails if it resets the stream. */
    public InputStream input() {
        return inbound.stream(() -> connection.released(inbound.discard()));
    }

    /** The sending side; closing it ends this direction only. */
    public OutputStream output() {
        return new SpdyOutput(this);
    }

    /** Sends; blocks while the connection is busy. */
    public void write(byte[] bytes, int offset, int length) throws WireException {
        for (int at = 0; at < length; at += MAX_FRAME_BYTES) {
            int count = Math.min(MAX_FRAME_BYTES, length - at);
            synchronized (this) {
                if (outputClosed) {
                    throw new WireException("spdy: the stream is closed");
                }
            }
            connection.send(new DefaultSpdyDataFrame(id, Unpooled.wrappedBuffer(bytes, offset + at, count)));
        }
    }

    /** Ends the sending direction: the peer reads what was sent, and then the end. */
    public void closeOutput() throws WireException {
        if (markOutputClosed()) {
            var last = new DefaultSpdyDataFrame(id);
            last.setLast(true);
            connection.send(last);
            finishIfDone();
        }
    }

    /** Breaks the stream off in both directions. */
    public void reset() {
        connection.reset(this);
    }

    public void onClose(Runnable callback) {
        ending.then(callback);
    }

    /** Ends the sending direction, and takes no interest in the other. */
    @Override
    public void close() {
        try {
            closeOutput();
        } catch (WireException e) {
            ended(e); // The connection is gone, and the stream with it.
        }
        connection.released(inbound.discard());
    }

    private synchronized boolean markOutputClosed() {
        boolean first = !outputClosed;
        outputClosed = true;
        return first;
    }

    void receiveEnd() {
        inbound.end();
        synchronized (this) {
            inputClosed = true;
        }
        finishIfDone();
    }

    /** The stream is over, whatever was still to come. */
    void ended(WireException why) {
        markOutputClosed();
        inbound.fail(why);
        reply.completeExceptionally(why);
        connection.forget(this);
        ending.happen();
    }

    private void finishIfDone() {
        synchronized (this) {
            if (!inputClosed || !outputClosed) {
                return;
            }
        }
        connection.forget(this);
        ending.happen();
    }

    private void taken(int bytes) {
        connection.released(bytes);
        int returned;
        synchronized (this) {
            unreturned += bytes;
            if (unreturned < MAX_FRAME_BYTES || inputClosed) {
                return;
            }
            returned = unreturned;
            unreturned = 0;
        }
        connection.widen(id, returned);
    }
}
