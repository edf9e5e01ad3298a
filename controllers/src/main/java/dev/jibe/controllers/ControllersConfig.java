package dev.jibe.controllers;

import dev.jibe.wire.tls.CertificateAuthority;

/**
 * What the controllers need to be told.
 *
 * @param authorityPem the certificate of the cluster's authority, which every namespace gets
 * @param authority signs the certificates that are asked for by certificate signing requests
 */
public record ControllersConfig(String authorityPem, CertificateAuthority authority) {}
