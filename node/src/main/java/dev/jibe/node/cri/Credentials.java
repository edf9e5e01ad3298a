package dev.jibe.node.cri;

/** What a registry wants to know before it gives an image away. */
public record Credentials(String userName, String password, String auth, String serverAddress, String identityToken) {}
