package dev.jibe.object;

/** Text or bytes that are not what they should be: a mistake of whoever sent them. */
public class MalformedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
