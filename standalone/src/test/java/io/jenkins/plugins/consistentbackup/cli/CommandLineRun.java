package io.jenkins.plugins.consistentbackup.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One command line that was run in this process, and what came of it.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
record CommandLineRun(int status, String out, String err) {

    static CommandLineRun of(final String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ConsistentBackup.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new CommandLineRun(status, out.toString(), err.toString());
    }

    /** Standard output as one document of JSON or YAML, of which JSON is a part. */
    JsonNode document() {
        try {
            return new YAMLMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("neither JSON nor YAML: " + out, e);
        }
    }

    @Override
    public String toString() {
        return "status " + status + "\n" + out + "\n" + err;
    }
}
