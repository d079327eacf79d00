package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import java.util.Arrays;

/** What people read of a failure: the message alone if a step failed, with the script's line otherwise. */
final class FailureText {
    private FailureText() {}

    static String of(Throwable failure, String fileName) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        if (failure instanceof StepFailedException) {
            return message;
        }
        return Arrays.stream(failure.getStackTrace())
                .filter(element -> fileName.equals(element.getFileName()))
                .findFirst()
                .map(element -> fileName + ":" + element.getLineNumber() + ": " + message)
                .orElse(message);
    }
}
