package dev.jibe.wire.http.server;

import dev.jibe.wire.WireException;

/** The response stream of an exchange: admits writes by the exchange's gate and hands them to its event loop. */
final class ExchangeStream implements ResponseStream {
    private final ServerExchange exchange;
    private boolean finished;

    ExchangeStream(ServerExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void write(byte[] bytes) throws WireException {
        exchange.gate.enter(bytes.length);
        exchange.enqueueChunk(bytes);
    }

    @Override
    public boolean tryWrite(byte[] bytes) {
        if (!exchange.gate.tryEnter(bytes.length)) {
            return false;
        }
        exchange.enqueueChunk(bytes);
        return true;
    }

    @Override
    public boolean isWritable() {
        return exchange.gate.hasRoom();
    }

    @Override
    public void onWritable(Runnable callback) {
        exchange.gate.onRoom(callback);
    }

    @Override
    public boolean isOpen() {
        return exchange.gate.isOpen();
    }

    @Override
    public void onClose(Runnable callback) {
        exchange.onEnd(callback);
    }

    @Override
    public void close() {
        finish(exchange::sendEnd);
    }

    @Override
    public void abort() {
        finish(exchange::sendReset);
    }

    private void finish(Runnable last) {
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
        }
        exchange.gate.close();
        exchange.onLoop(last);
    }
}
