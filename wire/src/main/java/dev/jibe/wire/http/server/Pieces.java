package dev.jibe.wire.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The bytes of an answer that may be long, outside of the heap: what a list of ten thousand objects is written as outlives the
 * young generation while it is sent, and the collector would have to move all of it, again and again. Each piece is free again
 * as soon as the client has taken it.
 *
 * <p>For one thread. Whoever has made it closes it; once it has been answered with, that does nothing.
 */
public final class Pieces implements AutoCloseable {

    /** Each piece is as long as all before it, within these bounds. */
    static final int FIRST_BYTES = 8 << 10;

    static final int PIECE_BYTES = 128 << 10;

    /** Of its own, so that it gives back what it does not need: its chunks are of 4 MiB, and of nothing but answers. */
    private static final PooledByteBufAllocator MEMORY = new PooledByteBufAllocator(true, 0, 1, 8192, 9, 0, 0, false);

    private final Deque<ByteBuf> pieces = new ArrayDeque<>();
    private long size;

    public static Pieces of(byte[] bytes) {
        return written(pieces -> pieces.add(bytes));
    }

    /** What is written; nothing is held if that fails. */
    public static Pieces written(Consumer<Pieces> writing) {
        var pieces = new Pieces();
        try {
            writing.accept(pieces);
        } catch (Throwable e) {
            pieces.close();
            throw e;
        }
        return pieces;
    }

    /** What is written side by side, one after the other; nothing is held if any of it fails. */
    public static Pieces written(List<Consumer<Pieces>> parts) {
        if (parts.size() == 1) {
            return written(parts.getFirst());
        }
        var begun = parts.stream()
                .map(part -> CompletableFuture.supplyAsync(() -> written(part), Thread::startVirtualThread))
                .toList();
        return written(all -> {
            CompletionException failure = null;
            for (var part : begun) {
                try {
                    all.append(part.join());
                } catch (CompletionException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
            }
        });
    }

    /** Puts bytes at the end. */
    public void add(byte[] bytes) {
        add(bytes, 0, bytes.length);
    }

    public void add(byte[] bytes, int from, int count) {
        int taken = 0;
        while (taken < count) {
            var last = pieces.peekLast();
            if (last == null || !last.isWritable()) {
                int room = Math.clamp(size, FIRST_BYTES, PIECE_BYTES);
                last = MEMORY.directBuffer(room, room);
                pieces.add(last);
            }
            int fitting = Math.min(count - taken, last.writableBytes());
            last.writeBytes(bytes, from + taken, fitting);
            taken += fitting;
            size += fitting;
        }
    }

    /** Puts bytes before all others. */
    public void addFirst(byte[] bytes) {
        pieces.addFirst(MEMORY.directBuffer(bytes.length, bytes.length).writeBytes(bytes));
        size += bytes.length;
    }

    /** How many bytes there are. */
    public long size() {
        return size;
    }

    /** Puts all that another has at the end, which then has nothing. */
    public void append(Pieces other) {
        size += other.size;
        pieces.addAll(other.take());
    }

    /** Gives all bytes away to so many others or fewer, in their order and about as many to each. */
    public List<Pieces> split(int parts) {
        long share = Math.ceilDiv(size, parts);
        var shares = new ArrayList<Pieces>();
        for (var piece : take()) {
            if (shares.isEmpty() || shares.getLast().size >= share) {
                shares.add(new Pieces());
            }
            shares.getLast().pieces.add(piece);
            shares.getLast().size += piece.readableBytes();
        }
        return shares;
    }

    /** Shows all bytes, in their order; they stay. */
    public void forEach(Consumer<ByteBuffer> look) {
        pieces.forEach(piece -> look.accept(piece.nioBuffer()));
    }

    /** Gives the pieces away: from now on there is nothing here. */
    List<ByteBuf> take() {
        var taken = List.copyOf(pieces);
        pieces.clear();
        size = 0;
        return taken;
    }

    @Override
    public void close() {
        take().forEach(ByteBuf::release);
    }
}
