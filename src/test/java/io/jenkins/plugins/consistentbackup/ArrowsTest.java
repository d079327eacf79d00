package io.jenkins.plugins.consistentbackup;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Holds the arrows between the packages. Each of the two builds sees a part: the plugin's build the adapters, the
 * standalone build the command and the embedded cluster; what a build does not see is empty there, and allowed to be.
 */
@AnalyzeClasses(packages = "io.jenkins.plugins.consistentbackup", importOptions = DoNotIncludeTests.class)
class ArrowsTest {

    private static final String ROOT = "io.jenkins.plugins.consistentbackup.";
    private static final String[] ADAPTERS = inRoot("pipeline", "job", "config", "buildpage");
    private static final String[] OPERATIONS = inRoot("backup", "restore");
    private static final String[] PARTS = inRoot("quiesce", "snapshot", "catalog", "policy");
    private static final String[] GROUND = inRoot("template", "cluster", "phase");
    private static final String[] COMMAND = inRoot("cli", "demo", "bench", "trial", "local");
    private static final String[] EMBEDDED = inRoot("embedded");
    private static final String[] JENKINS = {"hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke.."};

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("adapters")
            .definedBy(ADAPTERS)
            .layer("operations")
            .definedBy(OPERATIONS)
            .layer("parts")
            .definedBy(PARTS)
            .layer("ground")
            .definedBy(GROUND)
            .layer("command")
            .definedBy(COMMAND)
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("adapters")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("operations")
            .mayOnlyBeAccessedByLayers("adapters", "command")
            .whereLayer("parts")
            .mayOnlyBeAccessedByLayers("adapters", "operations", "command")
            .whereLayer("ground")
            .mayOnlyBeAccessedByLayers("adapters", "operations", "parts", "command");

    @ArchTest
    static final ArchRule adaptersPointFromTheStepToTheConfiguration = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("pipeline")
            .definedBy(inRoot("pipeline"))
            .layer("job")
            .definedBy(inRoot("job"))
            .layer("buildpage")
            .definedBy(inRoot("buildpage"))
            .layer("config")
            .definedBy(inRoot("config"))
            .whereLayer("pipeline")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("pipeline")
            .whereLayer("buildpage")
            .mayOnlyBeAccessedByLayers("pipeline", "job");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule templatesDoNotKnowTheCluster = noClasses()
            .that()
            .resideInAPackage(ROOT + "template..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "cluster..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule clusterAccessDoesNotKnowTemplates = noClasses()
            .that()
            .resideInAPackage(ROOT + "cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "template..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyAdaptersKnowJenkins = noClasses()
            .that()
            .resideOutsideOfPackages(ADAPTERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JENKINS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule formsReachWhatDescriptorsSay = classes()
            .that()
            .areAssignableTo("hudson.model.Descriptor")
            .should()
            .bePublic()
            .because("the expressions of forms reach methods of public classes only")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule engineKnowsNeitherCommandNorEmbeddedCluster = noClasses()
            .that()
            .resideInAnyPackage(all(ADAPTERS, OPERATIONS, PARTS, GROUND))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(all(COMMAND, EMBEDDED))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule embeddedClusterKnowsNothingOfOurs = noClasses()
            .that()
            .resideInAnyPackage(EMBEDDED)
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.jenkins.plugins.consistentbackup..").and(not(resideInAnyPackage(EMBEDDED))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyPackageIsOneThatTheLayoutNames = classes()
            .should()
            .resideInAnyPackage(all(ADAPTERS, OPERATIONS, PARTS, GROUND, COMMAND, EMBEDDED, new String[] {
                "io.jenkins.plugins.consistentbackup"
            }))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesWithPublicTypesSayWhatLivesThere = classes()
            .that(describe("are public and not nested", ArrowsTest::isPublicTopLevel))
            .should(resideInADescribedPackage())
            .allowEmptyShould(true);

    private static boolean isPublicTopLevel(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isNestedClass();
    }

    /** The compiler drops a package-info without annotations, so its source is looked for. */
    private static ArchCondition<JavaClass> resideInADescribedPackage() {
        return new ArchCondition<>("reside in a package with a package-info.java") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String info = type.getPackageName().replace('.', '/') + "/package-info.java";
                boolean described = sourceRoots().anyMatch(root -> Files.exists(root.resolve(info)));
                events.add(
                        new SimpleConditionEvent(type, described, type.getName() + " has no " + info + " beside it"));
            }
        };
    }

    private static Stream<Path> sourceRoots() {
        Path top = Files.isDirectory(Path.of("standalone")) ? Path.of(".") : Path.of("..");
        return Stream.of("src/main/java", "standalone/src/main/java", "standalone/src/cluster/java")
                .map(top::resolve);
    }

    private static String[] inRoot(String... packages) {
        return Stream.of(packages).map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    private static String[] all(String[]... groups) {
        return Stream.of(groups).flatMap(Stream::of).toArray(String[]::new);
    }
}
