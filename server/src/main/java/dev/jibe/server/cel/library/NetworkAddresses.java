package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Internet addresses and ranges of them. */
final class NetworkAddresses implements Functions {

    @Override
    public List<String> signatures() {
        return List.of(
                "isIP(string): bool",
                "ip(string): IP",
                "ip.isCanonical(string): bool",
                "IP.family(): int",
                "IP.isUnspecified(): bool",
                "IP.isLoopback(): bool",
                "IP.isLinkLocalMulticast(): bool",
                "IP.isLinkLocalUnicast(): bool",
                "IP.isGlobalUnicast(): bool",
                "string(IP): string",
                "isCIDR(string): bool",
                "cidr(string): CIDR",
                "CIDR.containsIP(string): bool",
                "CIDR.containsIP(IP): bool",
                "CIDR.containsCIDR(string): bool",
                "CIDR.containsCIDR(CIDR): bool",
                "CIDR.ip(): IP",
                "CIDR.masked(): CIDR",
                "CIDR.prefixLength(): int",
                "string(CIDR): string");
    }

    @Override
    public Map<String, Function> functions() {
        Map<String, Function> all = new HashMap<>();
        all.put("isIP", v -> succeeds(() -> IpAddress.parse((String) v.getFirst())));
        all.put("ip", v -> v.getFirst() instanceof Cidr cidr ? cidr.address() : IpAddress.parse((String) v.getFirst()));
        all.put("ip.isCanonical", v -> {
            var text = (String) v.getFirst();
            return IpAddress.parse(text).toString().equals(text);
        });
        all.put("family", v -> address(v).bytes().length == 4 ? 4L : 6L);
        all.put("isUnspecified", v -> address(v).inet().isAnyLocalAddress());
        all.put("isLoopback", v -> address(v).inet().isLoopbackAddress());
        all.put("isLinkLocalMulticast", v -> address(v).inet().isMCLinkLocal());
        all.put("isLinkLocalUnicast", v -> address(v).inet().isLinkLocalAddress());
        all.put("isGlobalUnicast", v -> address(v).isGlobalUnicast());
        all.put("isCIDR", v -> succeeds(() -> Cidr.parse((String) v.getFirst())));
        all.put("cidr", v -> Cidr.parse((String) v.getFirst()));
        all.put("containsIP", v -> {
            var other = v.get(1) instanceof String text ? addressIn(text) : (IpAddress) v.get(1);
            return ((Cidr) v.getFirst()).contains(other);
        });
        all.put("containsCIDR", v -> {
            var other = v.get(1) instanceof String text ? Cidr.parse(text) : (Cidr) v.get(1);
            var range = (Cidr) v.getFirst();
            return other.prefix() >= range.prefix() && range.contains(other.address());
        });
        all.put("masked", v -> ((Cidr) v.getFirst()).masked());
        all.put("prefixLength", v -> (long) ((Cidr) v.getFirst()).prefix());
        all.put("string", v -> v.getFirst() instanceof Values.Custom custom ? custom.toString() : notMine());
        return all;
    }

    /** What is no address is, for this function alone, a value of the wrong type. */
    private static IpAddress addressIn(String text) {
        try {
            return IpAddress.parse(text);
        } catch (CelFailure _) {
            throw new CelFailure("no such overload");
        }
    }

    private static Object notMine() {
        throw new Library.NotMine();
    }

    private static IpAddress address(List<Object> values) {
        return (IpAddress) values.getFirst();
    }

    private static boolean succeeds(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (CelFailure e) {
            return false;
        }
    }
}
