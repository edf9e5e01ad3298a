package dev.jibe.controllers.certificates;

import java.util.List;
import java.util.Set;

/** Whether a node may have the certificate that it wants to serve with: nobody must be able to pose as another. */
final class ServingPlan {
    static final String USER_PREFIX = "system:node:";

    private ServingPlan() {}

    /** What a request is for, and whose it is. */
    record Asked(String user, String commonName, List<String> dnsNames, List<String> addresses) {}

    /** Decides; {@code taken} are the addresses of the API server and of other nodes. */
    static boolean isSafe(Asked asked, Set<String> taken) {
        if (!asked.user().startsWith(USER_PREFIX) || !asked.user().equals(asked.commonName())) {
            return false;
        }
        String node = asked.user().substring(USER_PREFIX.length());
        // Names by which the API server itself is known are no names for nodes.
        if (node.equals("localhost") || node.equals("kubernetes") || node.startsWith("kubernetes.")) {
            return false;
        }
        return asked.dnsNames().stream().allMatch(node::equals)
                && asked.addresses().stream()
                        .noneMatch(address -> taken.contains(address)
                                || address.startsWith("127.")
                                || address.equals("::1")
                                || address.equals("0:0:0:0:0:0:0:1"));
    }
}
