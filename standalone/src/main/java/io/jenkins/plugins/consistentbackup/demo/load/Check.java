package io.jenkins.plugins.consistentbackup.demo.load;

/**
 * One thing that a restored database was asked.
 *
 * @param question what had to hold
 * @param kept whether it does
 * @param detail figures, or the first things that are wrong
 */
public record Check(String question, boolean kept, String detail) {
    @Override
    public String toString() {
        return (kept ? "kept    " : "BROKEN  ") + question + ": " + detail;
    }
}
