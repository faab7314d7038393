// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.push.Deposits.ALICE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.model.StoreFailure;
import org.satchel.model.memory.MemoryStore;
import org.satchel.push.outside.Network;
import org.w3c.dom.Element;

@Timeout(300)
class ResultListenerTest {
    private static final String ID = "s-4f1c07aa93be2d10.7@store.example.net";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final MemoryStore store = new MemoryStore();
    private final Queue<PushResult> heard = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private ResultListener listener;

    @BeforeEach
    void open() throws IOException {
        listener = listening("127.0.0.0/8");
    }

    @AfterEach
    void close() {
        listener.close();
        client.close();
    }

    private ResultListener listening(String source) throws IOException {
        return new ResultListener(ANY_PORT, List.of(Network.parse(source)), receipts(), heard::add);
    }

    private Receipts receipts() {
        return Receipts.of(store.registry(), URI.create("https://store.example.net/results"), new Random(1));
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private HttpResponse<String> post(ResultListener to, String name, String body)
            throws IOException, InterruptedException {
        var url = "http://127.0.0.1:" + to.address().getPort() + "/results/" + name;
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/xml")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static String notification(String id, String state, String code) {
        return "<?xml version=\"1.0\"?><!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 2.0//EN\""
                + " \"http://www.wapforum.org/DTD/pap_2.0.dtd\"><pap><resultnotification-message push-id=\"" + id
                + "\" sender-name=\"stub\" received-time=\"2026-11-21T12:00:00Z\" event-time=\"2026-11-21T12:00:01Z\""
                + " message-state=\"" + state + "\" code=\"" + code + "\">"
                + "<address address-value=\"WAPPUSH=+15550100001/TYPE=PLMN@ppg.example.net\"/>"
                + "</resultnotification-message></pap>";
    }

    private static String code(HttpResponse<String> answer, String element) throws Exception {
        var pap = StubGateway.validated(answer.body());
        return ((Element) pap.getElementsByTagName(element).item(0)).getAttribute("code");
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, 1000, DELIVERED, OK",
        "undeliverable, 2003, UNDELIVERABLE, ADDRESS_NOT_FOUND",
        "expired, 4001, EXPIRED, SERVICE_UNAVAILABLE",
        "aborted, 5237, ABORTED, CLIENT_OUT_OF_RESOURCES",
        "timeout, 3000, TIMEOUT, INTERNAL_SERVER_ERROR",
        "rejected, 2001, REJECTED, FORBIDDEN",
        "cancelled, 1000, CANCELLED, OK",
        "pending, 1001, PENDING, ACCEPTED",
        "unknown, 2004, UNKNOWN, PUSH_ID_NOT_FOUND"
    })
    void word_of_our_push_is_taken(String state, String code, PapState expected, PapStatus status) throws Exception {
        var answer = post(listener, name(receipts().url(ID, ALICE)), notification(ID, state, code));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(code(answer, "resultnotification-response")).isEqualTo("1000");
        assertThat(answer.body()).contains("push-id=\"" + ID + "\"", "WAPPUSH=+15550100001/TYPE=PLMN@ppg.example.net");
        assertThat(heard).containsExactly(new PushResult(ID, ALICE, expected, status));
        assertThat(listener.counts()).isEqualTo(Map.of(expected, 1L));
    }

    @Test
    void word_of_a_push_that_is_not_ours_is_answered_as_unknown() throws Exception {
        var name = name(receipts().url(ID, ALICE));
        for (var wrong : List.of(name.substring(1), "A" + name, "", "x", "%20", name.substring(0, 10))) {
            var answer = post(listener, wrong, notification(ID, "delivered", "1000"));
            assertThat(code(answer, "resultnotification-response")).as(wrong).isEqualTo("2004");
        }
        var other = ID.replace(".7@", ".8@");
        var answer = post(listener, name, notification(other, "delivered", "1000"));
        assertThat(code(answer, "resultnotification-response"))
                .as("the URL of another push")
                .isEqualTo("2004");
        assertThat(heard).isEmpty();
        assertThat(listener.counts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<pap/>",
                "<pap><resultnotification-message/></pap>",
                "<pap><resultnotification-message push-id='x' message-state='lost' code='1000'/></pap>",
                "<pap><resultnotification-message push-id='x' message-state='delivered' code='soon'/></pap>",
                "<!DOCTYPE pap [<!ENTITY a 'b'>]><pap>&a;<resultnotification-message push-id='x'"
                        + " message-state='delivered' code='1000'/></pap>"
            })
    void what_is_no_such_word_is_refused(String body) throws Exception {
        var answer = post(listener, name(receipts().url(ID, ALICE)), body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer, "badmessage-response")).isEqualTo("2000");
        assertThat(heard).isEmpty();
    }

    @Test
    void too_much_is_not_read() throws Exception {
        var body = notification(ID, "delivered", "1000") + " ".repeat(ResultListener.BODY_BYTES_MAX);
        assertThat(post(listener, name(receipts().url(ID, ALICE)), body).statusCode())
                .isEqualTo(413);
        assertThat(heard).isEmpty();
    }

    @Test
    void who_is_not_among_the_sources_is_refused() throws Exception {
        try (var strict = listening("192.0.2.0/24")) {
            assertThat(post(strict, name(receipts().url(ID, ALICE)), notification(ID, "delivered", "1000"))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void only_posts_are_taken() throws Exception {
        var url = URI.create("http://127.0.0.1:" + listener.address().getPort() + "/results/x");
        assertThat(client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void a_receipt_is_good_at_every_node_and_after_a_restart_and_at_no_other_installation() {
        var name = name(receipts().url(ID, ALICE));
        assertThat(receipts().read(name)).contains(new Receipts.Receipt(ID, ALICE));
        var other = Receipts.of(new MemoryStore().registry(), URI.create("https://x/"), new Random(2));
        assertThat(other.read(name)).isEmpty();
    }

    @Test
    void a_store_that_does_not_serve_loses_the_word_and_nothing_else() throws Exception {
        ResultListener.Results failing = _ -> {
            throw new StoreFailure.Unavailable("for now");
        };
        try (var unlucky = new ResultListener(ANY_PORT, List.of(Network.parse("127.0.0.0/8")), receipts(), failing)) {
            var answer = post(unlucky, name(receipts().url(ID, ALICE)), notification(ID, "expired", "4001"));
            assertThat(code(answer, "resultnotification-response")).isEqualTo("1000");
        }
    }
}
