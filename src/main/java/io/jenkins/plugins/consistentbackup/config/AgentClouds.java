package io.jenkins.plugins.consistentbackup.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import java.util.List;
import java.util.Optional;

/** The clusters that agents run in, as the plugin that starts those knows them. There may be no such plugin. */
public interface AgentClouds extends ExtensionPoint {
    /** The names of all, in the order of that plugin's list. */
    List<String> names();

    /** A cloud by its name. */
    Optional<AgentCloud> find(String name);

    /** The clouds of all plugins. */
    static List<String> allNames() {
        return ExtensionList.lookup(AgentClouds.class).stream()
                .flatMap(clouds -> clouds.names().stream())
                .toList();
    }

    /** A cloud of any plugin. */
    static Optional<AgentCloud> findAnywhere(final String name) {
        return ExtensionList.lookup(AgentClouds.class).stream()
                .flatMap(clouds -> clouds.find(name).stream())
                .findFirst();
    }
}
