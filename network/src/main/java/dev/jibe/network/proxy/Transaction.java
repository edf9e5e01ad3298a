package dev.jibe.network.proxy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to tell the kernel so that one rule set becomes another, all at once or not at all.
 *
 * <p>Text in the language of {@code nft}. New chains come before what leads to them, old ones go after nothing leads to
 * them any more.
 */
public final class Transaction {

    private final StringBuilder text = new StringBuilder();
    private final String table;

    private Transaction(String table) {
        this.table = table;
    }

    /** The commands; empty if nothing differs. */
    public static String between(String table, RuleSet before, RuleSet after) {
        var transaction = new Transaction(table);
        transaction.sets(before.affinity(), after.affinity());
        transaction.chains(before.chains(), after.chains());
        transaction.elements(before.elements(), after.elements());
        transaction.goneChains(before.chains(), after.chains());
        transaction.goneSets(before.affinity(), after.affinity());
        return transaction.text.toString();
    }

    /** The commands that put up the table anew, with everything that does not depend on services. */
    public static String frame(String table, PodRange pods) {
        return """
                table ip %1$s {}
                delete table ip %1$s
                table ip %1$s {
                  map %2$s { type ipv4_addr . inet_proto . inet_service : verdict; }
                  map %3$s { type inet_proto . inet_service : verdict; }
                  map %4$s { type ipv4_addr . inet_proto . inet_service : verdict; }
                  map %5$s { type inet_proto . inet_service : verdict; }
                  map %8$s { type ipv4_addr : verdict; }
                  chain reject-it { reject; }
                  chain services {
                    ip saddr %7$s ip saddr != %6$s return
                    ip daddr . meta l4proto . th dport vmap @%2$s
                    fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @%3$s
                  }
                  chain unreachable {
                    ip daddr . meta l4proto . th dport vmap @%4$s
                    fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @%5$s
                  }
                  chain untaken {
                    ip saddr %7$s ip saddr != %6$s return
                    ip daddr vmap @%8$s
                  }
                  chain prerouting { type nat hook prerouting priority dstnat; jump services; }
                  chain output { type nat hook output priority -100; jump services; }
                  chain postrouting {
                    type nat hook postrouting priority srcnat;
                    meta mark and 0x4000 == 0x4000 meta mark set meta mark and 0xffffbfff masquerade
                    ip saddr %6$s ip daddr != %9$s ip daddr != 224.0.0.0/4 masquerade
                  }
                  chain filter-input { type filter hook input priority -110; ct state new jump unreachable; }
                  chain filter-forward {
                    type filter hook forward priority -110;
                    ct state new jump unreachable
                    ct state new jump untaken
                  }
                  chain filter-output { type filter hook output priority -110; ct state new jump unreachable; }
                  chain filter-output-translated { type filter hook output priority 0; ct state new jump untaken; }
                }
                """.formatted(
                        table,
                        RuleSet.SERVICES,
                        RuleSet.NODE_PORTS,
                        RuleSet.NO_ENDPOINTS,
                        RuleSet.NO_ENDPOINT_PORTS,
                        pods.node(),
                        pods.machine(),
                        RuleSet.CLUSTER_ADDRESSES,
                        pods.cluster());
    }

    private void say(String... words) {
        text.append(String.join(" ", words)).append('\n');
    }

    private void sets(Map<String, Integer> before, Map<String, Integer> after) {
        after.forEach((set, seconds) -> {
            if (!seconds.equals(before.get(set))) {
                say("add set ip", table, set, "{ type ipv4_addr; flags dynamic,timeout; timeout", seconds + "s; }");
            }
        });
    }

    private void goneSets(Map<String, Integer> before, Map<String, Integer> after) {
        before.keySet().stream()
                .filter(set -> !after.containsKey(set))
                .forEach(set -> say("delete set ip", table, set));
    }

    private void chains(Map<String, List<String>> before, Map<String, List<String>> after) {
        after.keySet().stream()
                .filter(chain -> !before.containsKey(chain))
                .forEach(chain -> say("add chain ip", table, chain));
        after.forEach((chain, rules) -> {
            var old = before.get(chain);
            if (rules.equals(old)) {
                return;
            }
            if (old != null) {
                say("flush chain ip", table, chain);
            }
            rules.forEach(rule -> say("add rule ip", table, chain, rule));
        });
    }

    private void goneChains(Map<String, List<String>> before, Map<String, List<String>> after) {
        var gone = before.keySet().stream()
                .filter(chain -> !after.containsKey(chain))
                .toList();
        gone.forEach(chain -> say("flush chain ip", table, chain));
        gone.forEach(chain -> say("delete chain ip", table, chain));
    }

    private void elements(Map<String, Map<String, String>> before, Map<String, Map<String, String>> after) {
        var maps = new TreeMap<String, Map<String, String>>(before);
        maps.putAll(after);
        for (var map : maps.keySet()) {
            var old = before.getOrDefault(map, Map.of());
            var now = after.getOrDefault(map, Map.of());
            old.forEach((key, verdict) -> {
                if (!verdict.equals(now.get(key))) {
                    say("delete element ip", table, map, "{", key, "}");
                }
            });
            now.forEach((key, verdict) -> {
                if (!verdict.equals(old.get(key))) {
                    say("add element ip", table, map, "{", key, ":", verdict, "}");
                }
            });
        }
    }
}
