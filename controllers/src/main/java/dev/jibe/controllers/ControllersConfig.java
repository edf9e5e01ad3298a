package dev.jibe.controllers;

import dev.jibe.controllers.nodeipam.NodeRanges;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.wire.tls.CertificateAuthority;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the controllers need to be told.
 *
 * @param authorityPem the certificate of the cluster's authority, which every namespace gets
 * @param authority signs the certificates that are asked for by certificate signing requests
 * @param serviceRange addresses of services, as CIDR
 * @param nodeRanges out of what nodes are given addresses for their pods, if they are
 * @param bootstrapTokens whether there are bootstrap tokens, to sign by and to clean up
 * @param features what they do only if the cluster wants it
 * @param tokens makes the token of an account that the secret of that name is to hold
 */
public record ControllersConfig(
        String authorityPem,
        CertificateAuthority authority,
        String serviceRange,
        Optional<NodeRanges> nodeRanges,
        boolean bootstrapTokens,
        OptionalFeatures features,
        BiFunction<ServiceAccount, String, String> tokens) {}
