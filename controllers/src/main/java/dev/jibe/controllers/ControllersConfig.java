package dev.jibe.controllers;

/**
 * What the controllers need to be told.
 *
 * @param authorityPem the certificate of the cluster's authority, which every namespace gets
 */
public record ControllersConfig(String authorityPem) {}
