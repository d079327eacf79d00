package io.jenkins.plugins.consistentbackup.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.hosting.PluginPom.Dependency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules by which the Jenkins project takes a plugin in, checked on the files of this checkout. Source: jenkins-infra's
 * repository-permissions-updater ({@code hosting/*Verifier.java}, {@code banned-dependencies.lst}) of August 2026. What a
 * checkout cannot show stays with the checker itself: that the BOM is the newest of its line, and the security scan.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostingRulesTest {

    private static final Set<String> BANNED_AT_COMPILE_SCOPE = Set.of(
            "org.apache.commons:commons-lang3",
            "org.apache.commons:commons-lang",
            "org.apache.commons:commons-text",
            "org.apache.commons:commons-compress",
            "org.apache.commons:commons-math3",
            "org.json:json",
            "com.jayway.jsonpath:json-path",
            "com.google.code.gson:gson",
            "com.fasterxml.jackson.core:jackson-core",
            "com.fasterxml.jackson.core:jackson-databind",
            "org.yaml:snakeyaml",
            "com.sun.xml.bind:jaxb-impl",
            "org.jsoup:jsoup",
            "joda-time:joda-time",
            "org.ow2.asm:asm",
            "net.bytebuddy:byte-buddy",
            "com.github.ben-manes.caffeine:caffeine",
            "com.github.mwiede:jsch",
            "org.bouncycastle:bcpkix-jdk18on",
            "org.bouncycastle:bcprov-jdk18on",
            "org.bouncycastle:bcutil-jdk18on",
            "org.apache.httpcomponents:httpclient",
            "org.apache.httpcomponents.client5:httpclient5",
            "com.squareup.okhttp3:okhttp",
            "jakarta.activation:jakarta.activation-api",
            "jakarta.mail:jakarta.mail-api",
            "com.sun.activation:javax.activation",
            "com.sun.mail:javax.mail");

    private final Checkout checkout = Checkout.here();
    private final PluginPom pom = read(checkout.top().resolve("pom.xml"));

    @Test
    @DisplayName("H1 parent POM is a supported one")
    void h1Parent() {
        assertThat(pom.text("parent/groupId")).isEqualTo("org.jenkins-ci.plugins");
        assertThat(pom.text("parent/artifactId")).isEqualTo("plugin");
        assertThat(major(pom.text("parent/version"), 0)).isEqualTo(6);
        assertThat(major(pom.text("parent/version"), 1)).isGreaterThanOrEqualTo(2211);
    }

    @Test
    @DisplayName("H2 baseline is at least 2.541.3 and stated once")
    void h2Baseline() {
        assertThat(pom.property("jenkins.baseline")).matches("2\\.\\d+");
        assertThat(pom.text("properties/jenkins.version")).matches("\\$\\{jenkins\\.baseline}\\.\\d+");
        int line = major(pom.property("jenkins.version"), 1);
        assertThat(line).isGreaterThanOrEqualTo(541);
        assertThat(line * 1000 + major(pom.property("jenkins.version"), 2)).isGreaterThanOrEqualTo(541_003);
    }

    @Test
    @DisplayName("H3 coordinates and name")
    void h3Coordinates() {
        String artifactId = pom.text("artifactId");
        assertThat(pom.text("groupId")).isEqualTo("io.jenkins.plugins");
        assertThat(artifactId).isLowerCase().doesNotContain("jenkins").hasSizeLessThan(37);
        assertThat(pom.text("groupId") + artifactId).hasSizeLessThan(100);
        assertThat(pom.text("name")).isNotEmpty().doesNotContainIgnoringCase("jenkins");
        assertThat(pom.text("version")).isEqualTo("${changelist}");
        assertThat(pom.text("packaging")).isEqualTo("hpi");
    }

    @Test
    @DisplayName("H4 licence, URL and SCM")
    void h4LicenceUrlScm() {
        String url = "https://github.com/jenkinsci/consistent-backup-plugin";
        assertThat(pom.text("licenses/license/url")).isEqualTo("https://opensource.org/license/mit/");
        assertThat(pom.interpolated(pom.text("url"))).isEqualTo(url);
        assertThat(pom.interpolated(pom.text("scm/url"))).isEqualTo(url);
        assertThat(pom.interpolated(pom.text("scm/connection"))).isEqualTo("scm:git:" + url);
        assertThat(pom.interpolated(pom.text("scm/developerConnection"))).isEqualTo("scm:git:" + url);
        assertThat(pom.text("scm/tag")).isEqualTo("${scmTag}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "developers",
                "properties/java.level",
                "properties/maven.compiler.source",
                "properties/maven.compiler.target",
                "properties/maven.compiler.release"
            })
    @DisplayName("H5 what the project or the parent POM states is not stated again")
    void h5NothingStatedTwice(String path) {
        assertThat(pom.has(path)).as("<%s> in pom.xml", path).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "changelist, 999999-SNAPSHOT",
        "hpi.strictBundledArtifacts, true",
        "ban-commons-lang-2.skip, false",
        "ban-deprecated-stapler.skip, false",
        "ban-junit4-imports.skip, false",
        "banObsoleteDependencyOverrides.skip, false"
    })
    @DisplayName("H6 required properties")
    void h6Properties(String name, String value) {
        assertThat(pom.text("properties/" + name)).as(name).isEqualTo(value);
    }

    @Test
    @DisplayName("H6 every bundled library is named, and nothing else")
    void h6BundledArtifacts() {
        List<String> bundled = compileScope().stream()
                .filter(dependency -> !isPlugin(dependency))
                .map(Dependency::artifactId)
                .toList();
        assertThat(pom.property("hpi.bundledArtifacts").split(",")).containsExactlyInAnyOrderElementsOf(bundled);
    }

    @Test
    @DisplayName("H7 BOM of the baseline, no versions beside it")
    void h7Bom() {
        assertThat(pom.dependencies("dependencyManagement/dependencies"))
                .filteredOn(dependency -> dependency.groupId().equals("io.jenkins.tools.bom"))
                .singleElement()
                .satisfies(bom -> {
                    assertThat(bom.artifactId()).isEqualTo("bom-${jenkins.baseline}.x");
                    assertThat(bom.version()).matches("\\d+\\.v[0-9a-f_]+");
                    assertThat(bom.scope()).isEqualTo("import");
                });
        assertThat(pom.dependencies("dependencies"))
                .filteredOn(HostingRulesTest::isPlugin)
                .isNotEmpty()
                .allSatisfy(
                        plugin -> assertThat(plugin.version()).as(plugin.key()).isEmpty());
    }

    @Test
    @DisplayName("H8 libraries that have an API plugin are not bundled")
    void h8BannedDependencies() {
        assertThat(compileScope()).extracting(Dependency::key).doesNotContainAnyElementsOf(BANNED_AT_COMPILE_SCOPE);
    }

    @ParameterizedTest
    @CsvSource({
        ".github/CODEOWNERS, * @jenkinsci/consistent-backup-plugin-developers",
        ".gitignore, target",
        ".gitignore, work",
        ".mvn/maven.config, -Pconsume-incrementals",
        ".mvn/maven.config, -Pmight-produce-incrementals",
        ".mvn/maven.config, -Dchangelist.format=%d.v%s"
    })
    @DisplayName("H9 files with a line that the checker looks for")
    void h9Lines(String file, String line) throws IOException {
        assertThat(checkout.lines(file)).as(file).contains(line);
    }

    @ParameterizedTest
    @CsvSource({
        ".mvn/extensions.xml, git-changelist-maven-extension",
        ".github/workflows/cd.yaml, jenkins-infra/github-reusable-workflows/.github/workflows/maven-cd.yml@v1",
        ".github/workflows/jenkins-security-scan.yml, "
                + "jenkins-infra/jenkins-security-scan/.github/workflows/jenkins-security-scan.yaml@v2",
        ".github/renovate.json, github>jenkinsci/renovate-config",
        "LICENSE.md, The MIT License",
        "README.md, Consistent Backup",
        "CONTRIBUTING.md, ./verify",
        "src/main/resources/index.jelly, <?jelly escape-by-default='true'?>"
    })
    @DisplayName("H9 required files")
    void h9Files(String file, String content) throws IOException {
        assertThat(checkout.has(file)).as(file).isTrue();
        assertThat(checkout.text(file)).contains(content).doesNotContain("TODO");
    }

    @ParameterizedTest
    @ValueSource(strings = {".github/", ".github/workflows/"})
    @DisplayName("H9 no release-drafter beside continuous delivery")
    void h9NoReleaseDrafter(String folder) {
        assertThat(checkout.has(folder + "release-drafter.yml")).isFalse();
        assertThat(checkout.has(folder + "release-drafter.yaml")).isFalse();
    }

    @Test
    @DisplayName("H9 Jenkinsfile is one buildPlugin call with literal configurations on JDK 21 or 25")
    void h9Jenkinsfile() throws IOException {
        BuildPluginCall call = BuildPluginCall.parse(checkout.text("Jenkinsfile"));
        assertThat(call.method()).isEqualTo("buildPlugin");
        assertThat(call.configurations()).isNotEmpty().allSatisfy((Map<String, Object> configuration) -> {
            assertThat(configuration).containsKey("platform");
            assertThat(configuration.get("jdk")).isIn(21, 25);
        });
    }

    @Test
    @DisplayName("H10 no build products in the history")
    void h10History() throws IOException {
        assumeTrue(checkout.isGit(), "not a git checkout");
        assertThat(checkout.pathsInHistory()).isNotEmpty().noneMatch(path -> path.matches("(.*/)?(target|work)/.*"));
    }

    @Test
    @DisplayName("H11 Jelly files keep to the content security policy")
    void h11Jelly() throws IOException {
        List<Path> jellies = checkout.files("src/main/resources", ".jelly");
        assertThat(jellies).isNotEmpty();
        List<String> problems = new ArrayList<>();
        for (Path jelly : jellies) {
            JellyRules.problems(PluginPom.parse(jelly))
                    .forEach(problem -> problems.add(checkout.top().relativize(jelly) + ": " + problem));
        }
        assertThat(problems).isEmpty();
    }

    private List<Dependency> compileScope() {
        return pom.dependencies("dependencies").stream()
                .filter(dependency -> Set.of("", "compile").contains(dependency.scope()))
                .toList();
    }

    /** Plugins are what the BOM manages; libraries are not. */
    private static boolean isPlugin(Dependency dependency) {
        return dependency
                .groupId()
                .matches(
                        "io\\.jenkins(\\..*)?|org\\.jenkins-ci\\.plugins(\\..*)?"
                                + "|org\\.jenkinsci\\.plugins|org\\.csanchez\\.jenkins\\.plugins|com\\.cloudbees\\.jenkins\\.plugins");
    }

    private static int major(String version, int part) {
        return Integer.parseInt(version.split("\\.")[part]);
    }

    private static PluginPom read(Path file) {
        try {
            return PluginPom.read(file);
        } catch (IOException e) {
            throw new AssertionError("the plugin's POM cannot be read: " + e.getMessage(), e);
        }
    }
}
