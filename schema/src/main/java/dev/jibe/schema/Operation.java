package dev.jibe.schema;

/**
 * An HTTP operation of the published Java client.
 *
 * @param apiClass such as {@code AppsV1Api}
 * @param returnType such as {@code V1Deployment}
 * @param description one line of what it does
 */
record Operation(String apiClass, String id, String method, String path, String returnType, String description) {}
