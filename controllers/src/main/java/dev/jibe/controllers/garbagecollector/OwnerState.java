package dev.jibe.controllers.garbagecollector;

/** What is known of an owner that an object names. */
enum OwnerState {
    /** It is there, and keeps the object. */
    PRESENT,
    /** It is there and waits for its dependents to go before it goes. */
    WAITING,
    /** It is not there: neither in a cache nor, when asked, in the API. */
    ABSENT,
    /** It is there, but in another namespace than an object that it may own. */
    ELSEWHERE,
    /** It cannot be looked for, because its kind is not served. Nothing is decided without it. */
    UNKNOWN
}
