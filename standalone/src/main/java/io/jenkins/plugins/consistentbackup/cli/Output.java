package io.jenkins.plugins.consistentbackup.cli;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a command prints: one result on standard output, in the format that was asked for, and progress on standard error
 * where people are watching.
 */
final class Output {

    /** How the result is printed. */
    enum Format {
        text,
        json,
        yaml
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final Format format;
    private final boolean watched;

    /** @param watched whether people see standard error as it is written */
    Output(PrintWriter out, PrintWriter err, Format format, boolean watched) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.watched = watched;
    }

    /** Prints the result: the lines as text, or the value as a document. */
    void result(Object value, List<String> lines) {
        switch (format) {
            case text -> lines.forEach(out::println);
            case json -> out.println(document(mapper(JsonMapper.builder().build()), value));
            case yaml ->
                out.print(document(
                        mapper(YAMLMapper.builder()
                                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                                .build()),
                        value));
        }
        out.flush();
    }

    /** A line about what is going on; unseen in a pipe. */
    synchronized void progress(String line) {
        if (watched) {
            err.println("  " + line);
            err.flush();
        }
    }

    /** A line that must be read, wherever it goes. */
    synchronized void warning(String line) {
        err.println(line);
        err.flush();
    }

    private static String document(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectMapper mapper(ObjectMapper mapper) {
        return mapper.registerModule(new Jdk8Module())
                .registerModule(new JavaTimeModule())
                .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
                .configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false)
                .configure(SerializationFeature.INDENT_OUTPUT, true)
                .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
                .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
    }
}
