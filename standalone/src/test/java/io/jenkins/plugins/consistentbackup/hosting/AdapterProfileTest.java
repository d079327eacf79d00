package io.jenkins.plugins.consistentbackup.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.hosting.PluginPom.Dependency;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The standalone build's profile for the Jenkins packages states again what the plugin's POM states; they must agree. */
class AdapterProfileTest {
    private static final String BOM = "dependencyManagement/dependencies";
    private static final String PROFILE = "profiles/profile/";

    private final PluginPom plugin;
    private final PluginPom standalone;

    AdapterProfileTest() throws IOException {
        Checkout checkout = Checkout.here();
        plugin = PluginPom.read(checkout.top().resolve("pom.xml"));
        standalone = PluginPom.read(checkout.top().resolve("standalone/pom.xml"));
    }

    @Test
    void namesTheSameJenkins() {
        assertThat(standalone.text(PROFILE + "id")).isEqualTo("adapters");
        assertThat(standalone.text(PROFILE + "properties/jenkins.version"))
                .isEqualTo(plugin.property("jenkins.version"));
        Dependency bom = standalone.dependencies(PROFILE + BOM).get(0);
        Dependency original = plugin.dependencies(BOM).get(0);
        assertThat(bom.artifactId()).isEqualTo(plugin.interpolated(original.artifactId()));
        assertThat(bom.version()).isEqualTo(original.version());
    }

    @Test
    void namesTheSamePlugins() {
        assertThat(managedByTheBom(standalone, PROFILE + "dependencies"))
                .isEqualTo(managedByTheBom(plugin, "dependencies"));
    }

    private static Set<String> managedByTheBom(final PluginPom pom, final String path) {
        return pom.dependencies(path).stream()
                .filter(dependency -> dependency.version().isEmpty())
                .map(Dependency::key)
                .collect(Collectors.toSet());
    }
}
