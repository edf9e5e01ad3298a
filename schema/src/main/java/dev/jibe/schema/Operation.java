package dev.jibe.schema;

/**
 * An HTTP operation of the published Java client.
 *
 * @param apiClass such as {@code AppsV1Api}
 * @param returnType such as {@code V1Deployment}
 */
record Operation(String apiClass, String id, String method, String path, String returnType) {}
