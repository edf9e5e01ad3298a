package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what is asked for with one limit of a range; the messages are upstream's. */
final class LimitCheck {

    /** From here on ratios are compared without thousandths. */
    private static final long MAX_MILLI = Long.MAX_VALUE / 1000;

    private final JsonMap limit;
    private final String type;
    private final Map<String, Quantity> requests;
    private final Map<String, Quantity> limits;
    private final List<String> problems = new ArrayList<>();

    private LimitCheck(JsonMap limit, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        this.limit = limit;
        this.type = limit.string("type");
        this.requests = requests;
        this.limits = limits;
    }

    /** What is wrong with the resources of a container or a pod. */
    static List<String> compute(JsonMap limit, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        var check = new LimitCheck(limit, requests, limits);
        check.each("min", check::minimum);
        check.each("max", check::maximum);
        check.each("maxLimitRequestRatio", check::ratio);
        return check.problems;
    }

    /** What is wrong with the storage that a claim asks for; it has no limits. */
    static List<String> storage(JsonMap limit, Map<String, Quantity> requests) {
        var check = new LimitCheck(limit, requests, Map.of());
        check.each("min", check::minimum);
        check.each("max", check::maximumRequest);
        return check.problems;
    }

    private interface Rule {
        /** What is wrong; null if nothing. */
        @Nullable
        String check(String name, Quantity bound);
    }

    private void each(String kind, Rule rule) {
        limit.map(kind).strings().forEach((name, text) -> {
            var problem = rule.check(name, Quantity.parse(text));
            if (problem != null) {
                problems.add(problem);
            }
        });
    }

    private @Nullable String minimum(String name, Quantity least) {
        var bound = "minimum " + name + " usage per " + type + " is " + least;
        var request = requests.get(name);
        if (request == null) {
            return bound + ".  No request is specified";
        }
        if (request.compareTo(least) < 0) {
            return bound + ", but request is " + request;
        }
        var most = limits.get(name);
        return most != null && most.compareTo(least) < 0 ? bound + ", but limit is " + most : null;
    }

    private @Nullable String maximum(String name, Quantity most) {
        var bound = "maximum " + name + " usage per " + type + " is " + most;
        var own = limits.get(name);
        if (own == null) {
            return bound + ".  No limit is specified";
        }
        if (own.compareTo(most) > 0) {
            return bound + ", but limit is " + own;
        }
        var request = requests.get(name);
        return request != null && request.compareTo(most) > 0 ? bound + ", but request is " + request : null;
    }

    private @Nullable String maximumRequest(String name, Quantity most) {
        var bound = "maximum " + name + " usage per " + type + " is " + most;
        var request = requests.get(name);
        if (request == null) {
            return bound + ".  No request is specified";
        }
        return request.compareTo(most) > 0 ? bound + ", but request is " + request : null;
    }

    private @Nullable String ratio(String name, Quantity most) {
        var bound = name + " max limit to request ratio per " + type + " is " + most;
        var request = requests.get(name);
        if (request == null || request.isZero()) {
            return bound + ", but no request is specified or request is 0";
        }
        var own = limits.get(name);
        if (own == null || own.isZero()) {
            return bound + ", but no limit is specified or limit is 0";
        }
        boolean fine = own.value() <= MAX_MILLI && request.value() <= MAX_MILLI;
        double ratio = fine ? (double) own.milliValue() / request.milliValue() : (double) own.value() / request.value();
        boolean over = most.value() <= MAX_MILLI ? ratio * 1000 > most.milliValue() : ratio > most.value();
        return over ? bound + ", but provided ratio is " + String.format(Locale.ROOT, "%f", ratio) : null;
    }
}
