package dev.jibe.network.proxy;

import dev.jibe.network.Tool;
import java.util.List;

/** Hands transactions to the kernel through {@code nft}. */
final class Nft {

    private Nft() {}

    static void apply(String commands) throws InterruptedException {
        Tool.run("nftables", List.of("nft", "-f", "-"), commands);
    }
}
