package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Compares what is asked for with one limit; the messages are upstream's. */
final class LimitCheck {

    private LimitCheck() {}

    static List<String> of(JsonMap limit, JsonMap resources, String type) {
        var problems = new ArrayList<String>();
        limit.map("min")
                .strings()
                .forEach((name, least) -> problems.addAll(minimum(name, Quantity.parse(least), resources, type)));
        limit.map("max")
                .strings()
                .forEach((name, most) -> problems.addAll(maximum(name, Quantity.parse(most), resources, type)));
        limit.map("maxLimitRequestRatio")
                .strings()
                .forEach((name, ratio) -> problems.addAll(ratio(name, Quantity.parse(ratio), resources, type)));
        return problems;
    }

    private static List<String> minimum(String name, Quantity least, JsonMap resources, String type) {
        var request = resources.map("requests").string(name);
        var limit = resources.map("limits").string(name);
        if (request.isEmpty()) {
            return List.of("minimum " + name + " usage per " + type + " is " + least + ".  No request is specified");
        }
        var problems = new ArrayList<String>();
        if (Quantity.parse(request).compareTo(least) < 0) {
            problems.add("minimum " + name + " usage per " + type + " is " + least + ", but request is " + request);
        }
        if (!limit.isEmpty() && Quantity.parse(limit).compareTo(least) < 0) {
            problems.add("minimum " + name + " usage per " + type + " is " + least + ", but limit is " + limit);
        }
        return problems;
    }

    private static List<String> maximum(String name, Quantity most, JsonMap resources, String type) {
        var request = resources.map("requests").string(name);
        var limit = resources.map("limits").string(name);
        boolean storage = type.equals("PersistentVolumeClaim");
        if (limit.isEmpty() && !storage) {
            return List.of("maximum " + name + " usage per " + type + " is " + most + ".  No limit is specified");
        }
        var problems = new ArrayList<String>();
        if (!limit.isEmpty() && Quantity.parse(limit).compareTo(most) > 0) {
            problems.add("maximum " + name + " usage per " + type + " is " + most + ", but limit is " + limit);
        }
        if (!request.isEmpty() && Quantity.parse(request).compareTo(most) > 0) {
            problems.add("maximum " + name + " usage per " + type + " is " + most + ", but request is " + request);
        }
        return problems;
    }

    private static List<String> ratio(String name, Quantity most, JsonMap resources, String type) {
        var request = resources.map("requests").string(name);
        var limit = resources.map("limits").string(name);
        if (request.isEmpty() || Quantity.parse(request).isZero() || limit.isEmpty()) {
            return List.of(name + " max limit to request ratio per " + type + " is " + most
                    + ", but no request or limit is specified or request or limit is 0");
        }
        var actual =
                Quantity.parse(limit).amount().divide(Quantity.parse(request).amount(), MathContext.DECIMAL64);
        if (actual.compareTo(most.amount()) > 0) {
            return List.of(name + " max limit to request ratio per " + type + " is " + most + ", but provided ratio is "
                    + "%.6f".formatted(actual.doubleValue()));
        }
        return List.of();
    }
}
