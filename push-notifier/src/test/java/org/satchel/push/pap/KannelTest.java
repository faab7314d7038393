// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Submissions to an independent gateway, Debian's `kannel` and `kannel-extras`, down to the octets of the SMS.
///
/// Skipped where Kannel is neither installed nor unpacked at the folder that the system property `satchel.kannel`
/// names, or where no network namespace can be made.
@Timeout(600)
class KannelTest {
    static final String SHORT = "1;tel:+15550100001;131";
    static final String LONG = "x".repeat(Gateway.BODY_BYTES_MAX);

    private static final Pattern SMS = Pattern.compile("<1234 \\+15551230002 udh (\\S+) data (\\S+)>");
    private static final Path ROOT = Path.of(System.getProperty("satchel.kannel", "/"));

    /// One SMS as the message centre got it, octet by octet in ISO 8859-1.
    private record Sms(String userDataHeader, String data) {
        static Sms of(String line) {
            var matcher = SMS.matcher(line);
            assertThat(matcher.find()).as(line).isTrue();
            return new Sms(octets(matcher.group(1)), octets(matcher.group(2)));
        }

        private static String octets(String escaped) {
            return URLDecoder.decode(escaped, ISO_8859_1);
        }

        /// What stands between the three octets of transaction, type and header length, and the body.
        String headers() {
            return data.substring(3, 3 + data.charAt(2));
        }

        String body() {
            return data.substring(3 + data.charAt(2));
        }
    }

    @Test
    void pushes_go_over_the_air_as_one_short_message_with_the_number_of_the_application(@TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(ROOT.resolve("usr/sbin/wapbox"))
                        && Files.isExecutable(ROOT.resolve("usr/lib/kannel/test/fakesmsc")),
                "kannel and kannel-extras are not there");
        assumeTrue(run(folder, "true").equals(List.of()), "no network namespace can be made");

        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var printed = run(
                folder,
                "exec \"$0\" \"$@\"",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                KannelPeer.class.getName(),
                ROOT.toString(),
                folder.toString());
        var answers =
                printed.stream().filter(line -> line.startsWith("answer ")).toList();
        assertThat(answers)
                .as("%s", printed)
                .containsExactly(
                        "answer Answered[status=ACCEPTED]",
                        "answer Answered[status=ACCEPTED]",
                        "answer NotNow[atLeast=PT0S]");
        var air = printed.stream()
                .filter(line -> line.startsWith("air "))
                .map(Sms::of)
                .toList();
        assertThat(air).hasSize(2);
        for (var sms : air) {
            assertThat(sms.userDataHeader())
                    .as("to port 2948 of the device, not one piece of several")
                    .isEqualTo("\u0006\u0005\u0004\u000b\u0084#\u00f0");
            assertThat(sms.data().charAt(1)).as("type of a push").isEqualTo('\u0006');
            assertThat(sms.headers()).as("text/plain").startsWith("\u0083");
            // WSP number of X-Wap-Application-Id, and 0x15 as a short integer
            assertThat(sms.headers()).contains("\u00af\u0095");
        }
        assertThat(air.get(0).body()).isEqualTo(SHORT);
        assertThat(air.get(1).body()).isEqualTo(LONG);
    }

    /// Runs a shell command where only loopback is.
    ///
    /// @return what it printed, and its exit status when that is not 0
    private static List<String> run(Path folder, String command, String... arguments)
            throws IOException, InterruptedException {
        var out = folder.resolve("out");
        var all = new ArrayList<>(List.of("unshare", "-n", "sh", "-c", "ip link set lo up && " + command));
        all.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
        } catch (IOException noSuchProgram) {
            return List.of(noSuchProgram.toString());
        }
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("it ends in time")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        var printed = new ArrayList<>(Files.readAllLines(out, ISO_8859_1));
        if (process.exitValue() != 0) {
            printed.add("exit status " + process.exitValue());
        }
        return printed;
    }
}
