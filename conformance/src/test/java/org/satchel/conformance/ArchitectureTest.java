// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The arrows of docs/architecture.md, over the compiled classes of each module on the class path. A module that is not
/// there yet breaks nothing.
class ArchitectureTest {
    /// Which modules a module may use, itself and the model aside.
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("model", Set.of()),
            entry("embedded", Set.of()),
            entry("cassandra", Set.of()),
            entry("folder", Set.of()),
            entry("s3", Set.of()),
            entry("search", Set.of()),
            entry("convert", Set.of()),
            entry("imap", Set.of("convert")),
            entry("push", Set.of()),
            entry("nms", Set.of("push", "convert")),
            entry("recorder", Set.of()));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.satchel");

    @Test
    void the_classes_under_test_are_seen() {
        assertThat(CLASSES.contain("org.satchel.model.Uid")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model",
                "embedded",
                "cassandra",
                "folder",
                "s3",
                "search",
                "convert",
                "imap",
                "push",
                "nms",
                "recorder"
            })
    void a_module_uses_only_the_modules_it_may(String module) {
        var allowed = List.copyOf(ARROWS.get(module));
        check(noClasses()
                .that()
                .resideInAPackage(within(module))
                .should()
                .dependOnClassesThat(ours().and(DescribedPredicate.not(resideInAnyPackage(
                                within(module), within("model"))
                        .or(resideInAnyPackage(
                                allowed.stream().map(ArchitectureTest::within).toArray(String[]::new)))))));
    }

    @ParameterizedTest
    @CsvSource({
        "org.rocksdb..,          org.satchel.embedded..",
        "org.apache.lucene..,    org.satchel.search..",
        "jakarta.ws.rs..,        org.satchel.nms..",
        "org.glassfish.jersey.., org.satchel.nms..",
        "javax.imageio..,        org.satchel.convert..",
        "java.awt..,             org.satchel.convert..",
        "javax.sip..,            org.satchel.recorder.sip..",
        "gov.nist..,             org.satchel.recorder.sip..",
        "reactor..,              org.satchel.imap.james..",
        "org.reactivestreams..,  org.satchel.imap.james..",
        "com.datastax..,         org.satchel.cassandra..",
        "io.prometheus..,        org.satchel.server.metrics..",
        "software.amazon..,      org.satchel.s3..",
        "com.google.common..,    org.satchel.imap.james..",
        "org.apache.commons..,   org.satchel.imap.james..",
        "sun.misc..,             none",
        "org.mockito..,          none",
    })
    void foreign_types_stay_in_their_one_place(String foreign, String home) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat(resideInAnyPackage(foreign)));
    }

    @Test
    void james_stays_in_one_package_and_those_below_it_but_for_its_mime_parser() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.satchel.imap.james..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.james..")
                        .and(DescribedPredicate.not(resideInAnyPackage("org.apache.james.mime4j..")))));
    }

    /// It is an independent reading of the protocol, so nothing that the server says of it may help.
    @Test
    void the_nms_client_knows_nothing_of_ours() {
        check(noClasses()
                .that()
                .resideInAPackage("org.satchel.server.sync..")
                .should()
                .dependOnClassesThat(
                        ours().and(DescribedPredicate.not(resideInAnyPackage("org.satchel.server.sync..")))));
    }

    @Test
    void no_package_is_part_of_a_cycle() {
        check(slices().matching("org.satchel.(**)").should().beFreeOfCycles());
    }

    @Test
    void nothing_is_injected_into_a_field() {
        for (var annotation : List.of("jakarta.inject.Inject", "javax.inject.Inject", "jakarta.ws.rs.core.Context")) {
            check(noFields().should().beAnnotatedWith(annotation));
        }
    }

    @Test
    void a_field_is_never_an_optional() {
        check(fields().should().notHaveRawType(Optional.class));
    }

    @Test
    void no_thread_carries_hidden_state() {
        check(noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class));
    }

    @Test
    void a_name_says_what_a_thing_is() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("org.satchel.imap.james..")
                .should()
                .haveNameMatching(".*[.$](\\w*(Manager|Service|Helper|Utils?|Impl)|(Abstract|Base)[A-Z]\\w*)"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return describe("are ours", type -> type.getPackageName().startsWith("org.satchel."));
    }

    private static String within(String module) {
        return "org.satchel." + module + "..";
    }
}
