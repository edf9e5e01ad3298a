package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;

/** How much a claim likes what it was given, among the alternatives that it names. */
final class Alternatives {
    private static final int MOST = 8;

    private Alternatives() {}

    /** More for each request the earlier its alternative is named; 0 where there is no choice. */
    static long liking(JsonMap claim, JsonMap allocation) {
        var given = allocation
                .map("devices")
                .list("results")
                .maps()
                .map(result -> result.string("request"))
                .toList();
        long sum = 0;
        for (var request :
                claim.map("spec").map("devices").list("requests").maps().toList()) {
            int worth = MOST;
            for (var alternative : request.list("firstAvailable").maps().toList()) {
                sum += given.contains(request.string("name") + "/" + alternative.string("name")) ? worth : 0;
                worth--;
            }
        }
        return sum;
    }
}
