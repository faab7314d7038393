// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class TlsTest {
    /// A key for 127.0.0.1 that guards nothing.
    private static final char[] PASSWORD = "loopback".toCharArray();

    @Test
    void objects_and_long_polls_over_tls() throws Exception {
        var context = context();
        try (var rest = new Rest(Rest.loopback().withTls(context))) {
            rest.client = HttpClient.newBuilder().sslContext(context).build();
            assertThat(rest.server.base().getScheme()).isEqualTo("https");
            var created = rest.upload(Rest.chat("tls", "hello")).created();
            assertThat(rest.get(created + "/payloadParts/part1").text()).isEqualTo("hello");
            var channel = rest.channel();
            rest.subscribe(channel.callbackUrl(), "");
            var poll = rest.sendAsync(rest.pollRequest(channel));

            rest.deposit("Default", "Subject: x\r\n\r\n");

            assertThat(Rest.lists(poll.get(120, TimeUnit.SECONDS))).hasSize(1);
        }
    }

    @Test
    void a_web_socket_over_tls() throws Exception {
        var context = context();
        try (var rest = new Rest(Rest.loopback().withTls(context))) {
            rest.client = HttpClient.newBuilder().sslContext(context).build();
            var channel = rest.channel("WebSockets", 1, 600);
            assertThat(channel.pollUrl()).startsWith("wss://");
            rest.subscribe(channel.callbackUrl(), "");
            var listening = Listening.at(rest, channel);

            rest.deposit("Default", "Subject: x\r\n\r\n");

            assertThat(listening.next().get("index").longValue()).isEqualTo(1);
        }
    }

    private static SSLContext context() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = TlsTest.class.getResourceAsStream("/loopback.p12")) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
