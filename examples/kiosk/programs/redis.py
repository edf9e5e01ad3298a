"""The little of Redis' protocol that the kiosk needs."""
import socket


class Redis:
    """One connection for each call, so that a restarted server is nothing special."""

    def __init__(self, host, port):
        self.address = (host, port)

    def call(self, *words):
        with socket.create_connection(self.address, timeout=5) as s:
            send(s, words)
            return receive(s.makefile('rb'))

    def subscribe(self, channel):
        with socket.create_connection(self.address, timeout=60) as s:
            s.settimeout(None)
            send(s, ('SUBSCRIBE', channel))
            stream = s.makefile('rb')
            while True:
                kind, _, value = receive(stream)
                yield kind, value


def send(s, words):
    s.sendall(b'*%d\r\n' % len(words) + b''.join(b'$%d\r\n%s\r\n' % (len(w.encode()), w.encode()) for w in words))


def receive(stream):
    line = stream.readline()
    if not line:
        raise ConnectionError('the server closed the connection')
    kind, rest = line[:1], line[1:-2]
    if kind == b'$':
        size = int(rest)
        return None if size < 0 else stream.read(size + 2)[:-2].decode()
    if kind == b'*':
        return [receive(stream) for _ in range(int(rest))]
    if kind == b'-':
        raise RuntimeError(rest.decode())
    return rest.decode()
