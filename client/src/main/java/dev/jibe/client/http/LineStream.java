package dev.jibe.client.http;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.wire.http.client.ClientResponse;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A watch over HTTP: one JSON event a line. */
final class LineStream implements EventStream {

    /** Longest line taken, in bytes: the largest object that etcd's limits let in, with room to spare. */
    private static final int MAX_LINE_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = 16 << 10;

    private final Call call;
    private final ClientResponse response;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile boolean closed;

    LineStream(Call call, ClientResponse response) {
        this.call = call;
        this.response = response;
        this.in = new BufferedInputStream(response.stream(), BUFFER_BYTES);
    }

    @Override
    public @Nullable Event next() {
        try {
            while (readLine()) {
                if (line.size() > 0) {
                    var event = Json.parseMap(line.toByteArray());
                    return new Event(event.string("type"), event.map("object"));
                }
            }
            return null;
        } catch (IOException | MalformedException broken) {
            if (closed) {
                return null;
            }
            throw ApiFailure.unreachable(call, broken);
        }
    }

    @Override
    public void close() {
        closed = true;
        response.close();
    }

    /** Reads up to the end of a line; false at the end of the stream, where half a line counts for nothing. */
    private boolean readLine() throws IOException {
        line.reset();
        while (true) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            if (next == '\n') {
                return true;
            }
            line.write(next);
            if (line.size() > MAX_LINE_BYTES) {
                throw new IOException("an event of more than " + MAX_LINE_BYTES + " bytes");
            }
        }
    }
}
