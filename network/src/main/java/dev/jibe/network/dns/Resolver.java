package dev.jibe.network.dns;

import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Asks the name servers of the machine what this one does not know; questions and answers go through as they are. */
final class Resolver {

    private static final Log LOG = Log.of(Resolver.class);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_ANSWER_BYTES = 4_096;
    private static final int PORT = 53;

    private final List<InetSocketAddress> servers;

    Resolver(List<InetSocketAddress> servers) {
        this.servers = List.copyOf(servers);
    }

    /** The servers of a {@code resolv.conf}. */
    static Resolver of(Path resolvConf) throws IOException {
        if (!Files.exists(resolvConf)) {
            return new Resolver(List.of());
        }
        return new Resolver(Files.readAllLines(resolvConf).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("nameserver "))
                .map(line -> line.substring("nameserver ".length()).strip())
                .filter(address -> address.matches("[0-9a-fA-F.:]+"))
                .map(address -> new InetSocketAddress(address, PORT))
                .toList());
    }

    /** The answer of the first server that gives one. */
    Optional<byte[]> ask(byte[] question) {
        for (var server : servers) {
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(InetAddress.getByAddress(server.getAddress().getAddress()), server.getPort());
                socket.send(new DatagramPacket(question, question.length));
                var buffer = new byte[MAX_ANSWER_BYTES];
                var answer = new DatagramPacket(buffer, buffer.length);
                socket.receive(answer);
                boolean same = answer.getLength() >= 2 && buffer[0] == question[0] && buffer[1] == question[1];
                if (same) {
                    return Optional.of(Arrays.copyOf(buffer, answer.getLength()));
                }
            } catch (IOException e) {
                LOG.debug("a name server did not answer", "server", server, "reason", e.getMessage());
            }
        }
        return Optional.empty();
    }
}
