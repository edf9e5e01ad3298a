package dev.jibe.store;

import io.grpc.Status;
import java.net.ConnectException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What etcd's failures are called above the log. */
final class EtcdFailure {

    private static final String OWN = "etcdserver: ";

    private EtcdFailure() {}

    static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether trying again may help; what was asked may have happened all the same. */
    static boolean isUnavailable(Throwable failure) {
        return Status.fromThrowable(cause(failure)).getCode() == Status.Code.UNAVAILABLE;
    }

    static boolean isCompacted(Throwable failure) {
        return Status.fromThrowable(cause(failure)).getCode() == Status.Code.OUT_OF_RANGE;
    }

    static boolean isLeaseGone(Throwable failure) {
        return Status.fromThrowable(cause(failure)).getCode() == Status.Code.NOT_FOUND;
    }

    static StoreException of(Throwable failure) {
        var cause = cause(failure);
        if (cause instanceof StoreException known) {
            return known;
        }
        var status = Status.fromThrowable(cause);
        if (cause instanceof TimeoutException || status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return new StoreException.TimedOut("context deadline exceeded");
        }
        return new StoreException.Unreachable(text(status), cause);
    }

    /** The words of etcd's and upstream's own clients, by which people search for what to do. */
    static String text(Status status) {
        var said = status.getDescription() == null ? "" : status.getDescription();
        if (said.startsWith(OWN)) {
            return said;
        }
        if (status.getCause() instanceof ConnectException refused) {
            var reason = String.valueOf(refused.getMessage());
            said = "connection error: desc = \"transport: Error while dialing: dial tcp "
                    + reason.substring(reason.lastIndexOf('/') + 1) + ": connect: connection refused\"";
        } else if (status.getCause() != null) {
            said = (said.isEmpty() ? "" : said + ": ") + status.getCause().getMessage();
        }
        return "rpc error: code = " + camel(status.getCode().name()) + " desc = " + said;
    }

    private static String camel(String name) {
        var text = new StringBuilder();
        for (var word : name.split("_", -1)) {
            text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}
