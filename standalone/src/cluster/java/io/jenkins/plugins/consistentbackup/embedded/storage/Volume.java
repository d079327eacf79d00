package io.jenkins.plugins.consistentbackup.embedded.storage;

import java.nio.file.Path;

/**
 * A volume that exists.
 *
 * @param handle the driver's own name for it
 * @param claim {@code namespace/name} of the claim that it was made for (sidecars pass it on as extra metadata)
 * @param bytes its size as granted; nothing stops it from being filled further
 * @param path its directory, as seen inside the sandbox
 */
public record Volume(String handle, String claim, long bytes, Path path) {}
