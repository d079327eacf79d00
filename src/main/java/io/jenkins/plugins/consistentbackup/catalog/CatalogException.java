package io.jenkins.plugins.consistentbackup.catalog;

/** Something about a backup set that cannot be done. The message says what, where and what to do. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CatalogException(final String message) {
        super(message);
    }

    public CatalogException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
