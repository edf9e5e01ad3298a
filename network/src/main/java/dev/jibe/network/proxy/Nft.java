package dev.jibe.network.proxy;

import dev.jibe.network.NetworkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Hands transactions to the kernel through {@code nft}. */
final class Nft {

    private Nft() {}

    static void apply(String commands) throws InterruptedException {
        try {
            var process = new ProcessBuilder("nft", "-f", "-")
                    .redirectErrorStream(true)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(commands.getBytes(StandardCharsets.UTF_8));
            }
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new NetworkException("nft refused a transaction: " + said.strip());
            }
        } catch (IOException e) {
            throw new NetworkException("cannot run nft; install the package nftables", e);
        }
    }
}
