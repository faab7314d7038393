// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.conformance.wire.ServerProcess;

/// The files of `docker/`, as the programs read them that they are for.
@Timeout(600)
class OperatorFilesTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern SETTING = Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\|");
    private static final Pattern VARIABLE = Pattern.compile("\\bSATCHEL_[A-Z0-9_]+\\b");
    private static final Pattern CHART_SETTING = Pattern.compile("(?m)^  ([a-z0-9]+\\.[a-z0-9.-]+): ");
    private static final Pattern FIGURE = Pattern.compile("\\b(satchel|jvm|process)_[a-z0-9_]+");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"docker/compose.yaml", "docker/compose.cluster.yaml"})
    void compose_takes_the_file(String file) throws Exception {
        var seen = Tool.compose().run(LONGEST, "--env-file", "docker/example.env", "-f", file, "config");
        assertThat(seen).contains("SATCHEL_HTTP_PUBLIC_URL");
    }

    @Test
    void haproxy_takes_its_configuration() throws Exception {
        Tool.needed("haproxy", "apt-get install haproxy").run(LONGEST, "-c", "-f", "docker/haproxy/haproxy.cfg");
    }

    @Test
    void prometheus_takes_its_configuration_and_the_alerts_come_when_they_should() throws Exception {
        var promtool = Tool.needed("promtool", "apt-get install prometheus");
        promtool.run(LONGEST, "check", "config", "docker/prometheus/prometheus.yml");
        promtool.run(LONGEST, "test", "rules", "docker/prometheus/alerts_test.yml");
    }

    @Test
    void helm_finds_no_fault_with_the_chart() throws Exception {
        var helm = Tool.needed("helm", "see helm.sh");
        helm.run(LONGEST, "lint", "--strict", "docker/helm/satchel");
        assertThat(helm.run(LONGEST, "template", "one", "docker/helm/satchel")).contains("kind: StatefulSet");
    }

    @Test
    void each_variable_and_each_line_of_the_chart_is_a_setting() throws IOException {
        var settings = settings();
        var variables = Stream.concat(
                        settings.stream()
                                .map(key -> "SATCHEL_"
                                        + key.toUpperCase(Locale.ROOT)
                                                .replace('.', '_')
                                                .replace('-', '_')),
                        Stream.of("SATCHEL_JAVA_OPTS"))
                .collect(Collectors.toSet());
        for (var file : Set.of("Dockerfile", "compose.yaml", "compose.cluster.yaml")) {
            assertThat(all(VARIABLE, text("docker/" + file)))
                    .as(file)
                    .isNotEmpty()
                    .isSubsetOf(variables);
        }
        assertThat(all(CHART_SETTING, text("docker/helm/satchel/values.yaml")))
                .isNotEmpty()
                .isSubsetOf(settings);
    }

    @Test
    void each_figure_of_dashboard_and_alerts_is_one_that_the_server_shows() throws Exception {
        var shown = new TreeSet<String>();
        new ObjectMapper()
                .readTree(text("docker/grafana/dashboards/satchel.json"))
                .findValuesAsText("expr")
                .forEach(expression -> shown.addAll(all(FIGURE, expression)));
        assertThat(shown).hasSizeGreaterThan(15);
        shown.addAll(all(FIGURE, text("docker/prometheus/alerts.yml")));
        try (var server =
                ServerProcess.start(folder.resolve("data"), folder.resolve("log"), "metrics.listen=127.0.0.1:0")) {
            assertThat(figures(server)).containsAll(shown);
        }
    }

    private static Set<String> figures(ServerProcess server) throws IOException, InterruptedException {
        var place = server.face("metrics");
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://" + place.getHostString() + ":" + place.getPort() + "/metrics"))
                    .timeout(LONGEST)
                    .build();
            var lines = client.send(request, BodyHandlers.ofLines()).body();
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> settings() throws IOException {
        return SETTING.matcher(text("docs/configuration.md"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(OperatorFilesTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MatchResult match) {
        return match.group().startsWith("  ") ? match.group(1) : match.group();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Tool.root().resolve(file));
    }
}
