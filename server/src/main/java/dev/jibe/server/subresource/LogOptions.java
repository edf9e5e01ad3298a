package dev.jibe.server.subresource;

import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.Query;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a container's log may ask for. */
final class LogOptions {

    private static final List<String> STREAMS = List.of("All", "Stderr", "Stdout");

    private LogOptions() {}

    /** Refuses what makes no sense, with upstream's words. */
    static void check(Query query, String pod) {
        var errors = new ArrayList<FieldError>();
        boolean tails = query.has("tailLines");
        if (tails && query.number("tailLines") < 0) {
            errors.add(
                    FieldError.invalid("tailLines", query.number("tailLines"), "must be greater than or equal to 0"));
        }
        if (query.has("limitBytes") && query.number("limitBytes") < 1) {
            errors.add(FieldError.invalid("limitBytes", query.number("limitBytes"), "must be greater than 0"));
        }
        if (query.has("sinceSeconds") && query.has("sinceTime")) {
            errors.add(FieldError.forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        } else if (query.has("sinceSeconds") && query.number("sinceSeconds") < 1) {
            errors.add(FieldError.invalid("sinceSeconds", query.number("sinceSeconds"), "must be greater than 0"));
        }
        var stream = query.get("stream");
        if (!stream.isEmpty() && !STREAMS.contains(stream)) {
            errors.add(FieldError.notSupported("stream", stream, STREAMS));
        }
        if (tails && !stream.isEmpty() && !stream.equals("All")) {
            errors.add(FieldError.forbidden("", "`tailLines` and specific `stream` are mutually exclusive for now"));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(new Named("", "PodLogOptions"), pod, errors);
        }
    }
}
