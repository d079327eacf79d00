package io.jenkins.plugins.consistentbackup.embedded.storage;

/** A driver refused or failed a request. The message is worded as the CSI sidecars report it. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** The gRPC status codes that a CSI driver of ours answers with. */
    public enum Code {
        NOT_FOUND("NotFound"),
        RESOURCE_EXHAUSTED("ResourceExhausted"),
        OUT_OF_RANGE("OutOfRange"),
        FAILED_PRECONDITION("FailedPrecondition"),
        INTERNAL("Internal");

        private final String text;

        Code(String text) {
            this.text = text;
        }
    }

    public StorageException(Code code, String description) {
        super("rpc error: code = " + code.text + " desc = " + description);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
