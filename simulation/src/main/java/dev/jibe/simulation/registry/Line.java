package dev.jibe.simulation.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine that leads to another one, until it breaks: what was on its way then arrives or not. */
final class Line implements AutoCloseable {

    private static final int PIECE_BYTES = 16 << 10;

    private final ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final int target;
    private int left = Integer.MAX_VALUE;
    private boolean forGood;
    private volatile boolean dead;

    Line(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().name("line").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /**
     * Breaks after so many more pieces, in whichever direction.
     *
     * @param isForGood whether nobody gets through afterwards, else those who try again do
     */
    synchronized void breakAfter(int pieces, boolean isForGood) {
        left = pieces;
        forGood = isForGood;
    }

    boolean isDead() {
        return dead;
    }

    private void accept() {
        try {
            while (true) {
                var near = listener.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                ends.add(near);
                ends.add(far);
                Thread.ofVirtual().name("line-there").start(() -> carry(near, far));
                Thread.ofVirtual().name("line-back").start(() -> carry(far, near));
            }
        } catch (IOException e) {
            hangUp();
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            var piece = new byte[PIECE_BYTES];
            var in = from.getInputStream();
            for (int size = in.read(piece); size >= 0 && passes(); size = in.read(piece)) {
                to.getOutputStream().write(piece, 0, size);
            }
        } catch (IOException e) {
            // It is broken, and so is the other direction.
        } finally {
            ends.remove(from);
            ends.remove(to);
        }
    }

    private boolean passes() {
        boolean isLast;
        synchronized (this) {
            isLast = left-- == 0;
            dead |= isLast && forGood;
        }
        if (isLast) {
            hangUp();
        }
        return !dead && !isLast;
    }

    private void hangUp() {
        if (dead) {
            close(listener);
        }
        ends.forEach(Line::close);
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            // It was.
        }
    }

    @Override
    public void close() {
        dead = true;
        hangUp();
    }
}
