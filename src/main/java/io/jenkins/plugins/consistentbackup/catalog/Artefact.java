package io.jenkins.plugins.consistentbackup.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import java.util.Base64;

/**
 * Something that a template captured at the release, and that a restore may need.
 *
 * @param container where it was captured
 * @param name what the template calls it
 * @param base64 its bytes
 */
public record Artefact(ContainerRef container, String name, String base64) {

    public static Artefact of(final ContainerRef container, final String name, final byte[] bytes) {
        return new Artefact(container, name, Base64.getEncoder().encodeToString(bytes));
    }

    /** Its bytes. */
    @JsonIgnore
    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }
}
