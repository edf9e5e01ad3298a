package dev.jibe.controllers;

import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.wire.tls.CertificateAuthority;
import java.util.function.BiFunction;

/**
 * What the controllers need to be told.
 *
 * @param authorityPem the certificate of the cluster's authority, which every namespace gets
 * @param authority signs the certificates that are asked for by certificate signing requests
 * @param serviceRange addresses of services, as CIDR
 * @param tokens makes the token of an account that the secret of that name is to hold
 */
public record ControllersConfig(
        String authorityPem,
        CertificateAuthority authority,
        String serviceRange,
        BiFunction<ServiceAccount, String, String> tokens) {}
