package dev.jibe.wire.http.server;

/** Tells connections to end what they have begun, and to take nothing new. */
enum Drain {
    EVENT
}
