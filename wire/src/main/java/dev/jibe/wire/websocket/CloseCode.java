package dev.jibe.wire.websocket;

/** The codes with which a WebSocket is closed (RFC 6455 section 7.4.1). */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED = 1003;
    public static final int NONE = 1005;
    public static final int ABNORMAL = 1006;
    public static final int BAD_DATA = 1007;
    public static final int POLICY = 1008;
    public static final int TOO_LARGE = 1009;
    public static final int INTERNAL_ERROR = 1011;

    private CloseCode() {}

    /** Whether a peer may send the code. */
    static boolean isSendable(int code) {
        return (code >= NORMAL && code <= UNSUPPORTED)
                || (code >= BAD_DATA && code <= 1014)
                || (code >= 3000 && code < 5000);
    }
}
