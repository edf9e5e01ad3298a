package dev.jibe.server.webhook;

/** A webhook that could not be asked, or whose answer makes no sense. */
public final class WebhookException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WebhookException(String message) {
        super(message);
    }

    public WebhookException(String message, Throwable cause) {
        super(message, cause);
    }
}
