package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateLibraryTest {
    private static final TemplateLibrary LIBRARY = TemplateLibrary.builtIn();

    @ParameterizedTest
    @CsvSource({
        "postgres, 1, postgresql",
        "postgres:18, 2, postgresql-several",
        "docker.io/library/postgres:18-alpine, 1, postgresql",
        "localhost:5000/db/postgres@sha256:00, 1, postgresql",
        "registry.example.com:5000/bitnami/postgresql:17, 3, postgresql-several",
        "quay.io/team/mariadb:11.4@sha256:00, 1, mariadb",
        "mariadb, 2, mariadb",
        "container-registry.oracle.com/mysql/community-server:9.1, 1, mysql",
        "bitnami/redis:7.4, 1, redis"
    })
    void findsTheTemplateOfAnImage(String image, int volumes, String template) {
        assertThat(LIBRARY.matching(image, volumes).name()).isEqualTo(template);
    }

    /** The API server takes any text as an image's name; that the pod does not start with it comes later. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(touch /tmp/x)",
                "postgres'; touch /tmp/x; '",
                "x\n[consistent-backup] committed",
                "\u2028postgres",
                "*",
                "(a+)+$"
            })
    void hostileNameOfAnImageFitsNothingAndBreaksNoLine(String image) {
        assertThatThrownBy(() -> LIBRARY.matching(image, 1))
                .isInstanceOf(TemplateException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContainPattern("[\\p{Cntrl}\u2028]"));
    }

    @Test
    void saysWhatItKnowsWhenNothingFits() {
        assertThatThrownBy(() -> LIBRARY.matching("shop/web:1", 1))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("no template fits image shop/web:1 with 1 volume")
                .hasMessageContaining("bitnami/postgresql");
        assertThatThrownBy(() -> LIBRARY.named("oracle"))
                .hasMessageContaining("there is no template oracle")
                .hasMessageContaining("postgresql-several");
    }

    @Test
    void saysWhichFitWhenSeveralDo() {
        TemplateLibrary more = LIBRARY.with(
                        TemplateOrigin.LIBRARY, "mine.yaml", TemplateParserTest.MINIMAL.replace("[plain]", "['*sql']"))
                .with(
                        TemplateOrigin.LIBRARY,
                        "yours.yaml",
                        TemplateParserTest.MINIMAL.replace("name: plain", "name: yours"));
        assertThatThrownBy(() -> more.matching("bitnami/postgresql", 1))
                .hasMessageContaining("(plain, postgresql): say which by its name");
        assertThat(more.matching("team/plain", 1).name()).isEqualTo("yours");
        assertThat(LIBRARY.all()).extracting(HookTemplate::name).doesNotContain("plain");
    }

    @Test
    void refusesATakenNameAndATemplateThatTheLinterRefuses() {
        String mariadb = TemplateParserTest.MINIMAL.replace("name: plain", "name: mariadb");
        assertThatThrownBy(() -> LIBRARY.with(TemplateOrigin.LIBRARY, "m.yaml", mariadb))
                .hasMessageContaining("already a template mariadb");
        assertThatThrownBy(() -> LIBRARY.with(
                        TemplateOrigin.LIBRARY, "m.yaml", TemplateParserTest.MINIMAL.replace("sync", "echo -e x")))
                .hasMessageContaining("m.yaml:10: error: hold.acquire: echo -e");
    }

    @Test
    void imagePatternThatWouldTakeLongIsRefused() {
        String stars = "*a".repeat(200);
        TemplateLibrary library = LIBRARY.with(
                TemplateOrigin.LIBRARY,
                "slow.yaml",
                TemplateParserTest.MINIMAL.replace("[plain]", "['" + stars + "b']"));
        assertThatThrownBy(() -> library.matching("a".repeat(250), 1)).hasMessageContaining("takes too long");
    }

    @Test
    void parametersAreCompletedFromDefaults() {
        HookTemplate template = LIBRARY.named("postgresql");
        assertThat(TemplateParameters.complete(template, Map.of("DATABASE", "shop")))
                .isEqualTo(Map.of("DATABASE", "shop", "DB_USER", "", "PASSWORD_FILE", "", "MAX_LAG", "60"));
    }

    @Test
    void everyWrongParameterIsNamed() {
        HookTemplate template = TemplateParser.parse(
                "t",
                TemplateParserTest.MINIMAL
                        + "parameters: [{name: A, description: what A is}, {name: B, description: b, pattern:"
                        + " '\\d+'}]\n");
        assertThatThrownBy(() -> TemplateParameters.complete(template, Map.of("B", "1x", "C", "1")))
                .hasMessage("parameters of template plain are wrong: A must be set: what A is; "
                        + "B does not match \\d+: b; C is not one of its parameters (A, B)");
    }

    @Test
    void valueIsDataOfOneArgument() {
        assertThat(TemplateParameters.arguments(
                        List.of("psql", "{DB}", "x{DB}", "{OTHER}", "{}"), Map.of("DB", "; rm -rf / {OTHER} $(x)")))
                .containsExactly("psql", "; rm -rf / {OTHER} $(x)", "x{DB}", "{OTHER}", "{}");
    }
}
