// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.FaultyLink.Fault;

@Timeout(300)
class S3EndpointTest {
    private static final byte[] BODY = "kept".repeat(25_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void what_was_put_survives_a_kill_and_strangers_get_nothing() throws Exception {
        try (var s3 = S3Endpoint.start(folder)) {
            checkWhatSurvivesAKill(s3);
        }
    }

    @Test
    void so_it_is_with_the_gateway_of_ceph() throws Exception {
        assumeTrue(RadosGateway.isAvailable(), RadosGateway.MISSING);
        try (var s3 = RadosGateway.start(folder)) {
            checkWhatSurvivesAKill(s3);
        }
        assertThat(ProcessHandle.current().children())
                .as("monitor, disk and gateway")
                .noneMatch(child -> child.info().command().orElse("").matches(".*/(ceph-.*|radosgw)"));
    }

    @Test
    void an_upload_that_is_cut_leaves_nothing() throws Exception {
        try (var s3 = S3Endpoint.start(folder);
                var link = FaultyLink.to(s3.address())) {
            var through = URI.create("http://127.0.0.1:" + link.address().getPort());
            assertThat(put(s3, through, "whole", s3.secretKey())).isEqualTo(200);

            link.set(new Fault.CutAfter(BODY.length / 2));
            assertThatThrownBy(() -> put(s3, through, "half", s3.secretKey())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> put(s3, through, "none", s3.secretKey())).isInstanceOf(IOException.class);
            link.set(Fault.NONE);

            assertThat(get(s3, "whole")).isEqualTo(BODY);
            assertThatThrownBy(() -> get(s3, "half")).isInstanceOf(IOException.class);
            assertThat(put(s3, through, "half", s3.secretKey())).isEqualTo(200);
        }
    }

    @Test
    void a_frozen_endpoint_answers_when_it_is_thawed() throws Exception {
        try (var s3 = S3Endpoint.start(folder)) {
            assertThat(put(s3, s3.endpoint(), "one", s3.secretKey())).isEqualTo(200);
            s3.freeze();
            var request = request(s3, s3.endpoint(), "GET", "one", s3.secretKey());
            request.setReadTimeout(300);
            assertThatThrownBy(request::getResponseCode).isInstanceOf(SocketTimeoutException.class);
            s3.thaw();
            assertThat(get(s3, "one")).isEqualTo(BODY);
        }
    }

    private static void checkWhatSurvivesAKill(S3Server s3) throws Exception {
        assertThat(put(s3, s3.endpoint(), "one", s3.secretKey())).isEqualTo(200);
        assertThat(put(s3, s3.endpoint(), "two", "guessed")).isEqualTo(403);

        s3.kill();
        assertThatThrownBy(() -> get(s3, "one")).isInstanceOf(IOException.class);
        var before = s3.endpoint();
        s3.restart();

        assertThat(s3.endpoint()).isEqualTo(before);
        assertThat(get(s3, "one")).isEqualTo(BODY);
        assertThatThrownBy(() -> get(s3, "two")).isInstanceOf(IOException.class);
    }

    private static int put(S3Server s3, URI endpoint, String key, String secret) throws Exception {
        var request = request(s3, endpoint, "PUT", key, secret);
        request.setDoOutput(true);
        request.setFixedLengthStreamingMode(BODY.length);
        try (var out = request.getOutputStream()) {
            out.write(BODY);
        }
        return request.getResponseCode();
    }

    private static byte[] get(S3Server s3, String key) throws Exception {
        try (var in = request(s3, s3.endpoint(), "GET", key, s3.secretKey()).getInputStream()) {
            return in.readAllBytes();
        }
    }

    /// Signed the old way, which takes one line.
    private static HttpURLConnection request(S3Server s3, URI endpoint, String verb, String key, String secret)
            throws Exception {
        var resource = "/" + s3.bucket() + "/" + key;
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        var type = "application/octet-stream";
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        var signature =
                mac.doFinal((verb + "\n\n" + type + "\n" + date + "\n" + resource).getBytes(StandardCharsets.UTF_8));
        var request = (HttpURLConnection) endpoint.resolve(resource).toURL().openConnection();
        request.setRequestMethod(verb);
        request.setConnectTimeout(10_000);
        request.setReadTimeout(20_000);
        request.setRequestProperty("Date", date);
        request.setRequestProperty("Content-Type", type);
        request.setRequestProperty(
                "Authorization",
                "AWS " + s3.accessKey() + ":" + Base64.getEncoder().encodeToString(signature));
        return request;
    }
}
