// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.push.Deposits.ALICE;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.satchel.model.MessageBox;
import org.satchel.model.Query;
import org.satchel.model.memory.MemoryStore;
import org.satchel.push.Await;
import org.satchel.push.Backoff;
import org.satchel.push.Deposits;
import org.satchel.push.Followers;
import org.satchel.push.ListEncoder;
import org.satchel.push.ManualTime;
import org.satchel.push.Notification;
import org.satchel.push.Outcome;
import org.satchel.push.PushLimits;
import org.satchel.push.Start;
import org.satchel.push.Subscription;
import org.satchel.push.Subscriptions;
import org.satchel.push.Target;
import org.satchel.push.Terms;
import org.satchel.push.outside.Posts;
import org.satchel.push.outside.Reach;
import org.satchel.push.outside.SelfSigned;

@Timeout(300)
class WebPushTest {
    private static final String CONTACT = "mailto:push@example.net";

    @TempDir
    static Path folder;

    private static SSLContext tls;

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore();
    private final List<AutoCloseable> open = new ArrayList<>();
    private UserAgent agent;
    private StubPushService service;
    private WebPush push;
    private MessageBox box;
    private Subscriptions subscriptions;
    private Followers followers;
    private int padding;

    @BeforeAll
    static void certify() throws IOException, InterruptedException {
        tls = SelfSigned.context(folder, "ip:127.0.0.1");
    }

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        agent = new UserAgent();
        service = opened(new StubPushService(tls));
        box = store.create(ALICE);
        var http = Posts.trusting(tls, Reach.listed(Set.of(service.origin())), Duration.ofSeconds(10));
        push = opened(new WebPush(
                http, Vapid.of(store.registry(), CONTACT, new SecureRandom()), WebPushLimits.DEFAULT, time));
        subscriptions = new Subscriptions(store, PushLimits.DEFAULT, time, new Random(1));
        followers = opened(new Followers(
                store,
                subscriptions,
                push.telling(this::encode),
                _ -> new Query.All(),
                PushLimits.DEFAULT,
                Backoff.DEFAULT,
                time.timing()));
        followers.start();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (var part : open.reversed()) {
            part.close();
        }
    }

    private Optional<ListEncoder.Document> encode(Notification list) {
        return Optional.of(new ListEncoder.Document(
                "application/json", "{\"index\":" + list.index() + ",\"p\":\"" + "x".repeat(padding) + "\"}"));
    }

    private Target.WebPush target() {
        return push.target(service.origin() + "/wpush/v2/abc", agent.p256dh(), agent.auth());
    }

    private Subscription subscribe() {
        var terms = new Terms(ALICE.text(), target(), "", null, "");
        return subscriptions
                .create(ALICE, terms, new Start.Now(), Duration.ofDays(7))
                .subscription();
    }

    private static Letter letter(String text) {
        return new Letter(text, "small", Duration.ofMinutes(5), Letter.Urgency.NORMAL, "topic-1");
    }

    @Test
    void a_received_message_becomes_a_letter_that_only_the_receiver_can_open() throws Exception {
        subscribe();
        Deposits.receive(box, "a secret");
        var letter = service.next();
        assertThat(letter.path()).isEqualTo("POST /wpush/v2/abc");
        assertThat(letter.headers())
                .containsEntry("content-encoding", "aes128gcm")
                .containsEntry("urgency", "high")
                .containsKey("ttl");
        assertThat(Long.parseLong(letter.headers().get("ttl")))
                .isBetween(
                        Duration.ofHours(23).toSeconds(), Duration.ofHours(24).toSeconds());
        assertThat(letter.headers().get("topic")).matches("[A-Za-z0-9_-]{24}");
        assertThat(agent.open(letter.body())).isEqualTo("{\"index\":1,\"p\":\"\"}");
        assertThat(new String(letter.body(), UTF_8)).doesNotContain("index");
        Await.until("it is delivered", () -> followers.tally().counts().delivered() == 1);
    }

    @Test
    void the_push_service_can_check_who_sends() throws Exception {
        push.send(target(), letter("one"));
        var authorization = service.next().headers().get("authorization");
        assertThat(authorization).startsWith("vapid t=").endsWith(", k=" + push.publicKey());
        var token = authorization.substring(8, authorization.indexOf(',')).split("\\.");
        assertThat(text(token[0])).isEqualTo("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");
        long until = time.instant().plus(Duration.ofHours(12)).getEpochSecond();
        assertThat(text(token[1]))
                .isEqualTo("{\"aud\":\"" + service.origin() + "\",\"exp\":" + until + ",\"sub\":\"" + CONTACT + "\"}");
        var check = Signature.getInstance("SHA256withECDSAinP1363Format");
        check.initVerify(agent.key(Base64.getUrlDecoder().decode(push.publicKey())));
        check.update((token[0] + "." + token[1]).getBytes(UTF_8));
        assertThat(check.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
    }

    private static String text(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), UTF_8);
    }

    @Test
    void the_key_of_the_installation_stays_and_what_it_signed_is_used_until_it_ages() throws Exception {
        var again = Vapid.of(store.registry(), CONTACT, new SecureRandom());
        assertThat(again.publicKey()).isEqualTo(push.publicKey());
        var now = time.instant();
        var first = again.authorization("https://push.example.net", now);
        assertThat(again.authorization("https://push.example.net", now.plus(Duration.ofHours(10))))
                .isEqualTo(first);
        assertThat(again.authorization("https://push.example.net", now.plus(Duration.ofHours(11))))
                .isNotEqualTo(first);
        assertThat(again.authorization("https://other.example.net", now)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "200, Delivered",
        "201, Delivered",
        "202, Delivered",
        "307, RetryLater",
        "400, Refused",
        "401, Refused",
        "403, Refused",
        "404, Gone",
        "410, Gone",
        "429, RetryLater",
        "500, RetryLater",
        "503, RetryLater"
    })
    void the_status_decides(int status, String outcome) throws InterruptedException {
        service.answering(new StubPushService.Says(status, ""));
        assertThat(push.send(target(), letter("one")).outcome().getClass().getSimpleName())
                .isEqualTo(outcome);
        service.next();
        assertThat(service.isEmpty()).isTrue();
    }

    @Test
    void a_subscription_that_the_push_service_does_not_know_ends() throws InterruptedException {
        service.answering(new StubPushService.Says(410, ""));
        var subscription = subscribe();
        Deposits.receive(box, "one");
        service.next();
        Await.until(
                "it is gone", () -> subscriptions.find(ALICE, subscription.id()).isEmpty());
        assertThat(followers.tally().counts().gone()).isEqualTo(1);
    }

    @Test
    void a_push_service_that_asks_for_time_gets_it_and_the_same_list_then() throws Exception {
        service.answering(new StubPushService.Says(429, "90"));
        subscribe();
        Deposits.receive(box, "one");
        var first = service.next();
        var again = service.next();
        assertThat(agent.open(again.body())).isEqualTo(agent.open(first.body()));
        assertThat(again.headers().get("topic")).isEqualTo(first.headers().get("topic"));
        assertThat(time.pauses()).contains(Duration.ofSeconds(90));
        assertThat(Long.parseLong(again.headers().get("ttl")))
                .isLessThanOrEqualTo(Long.parseLong(first.headers().get("ttl")) - 90);
    }

    @Test
    void a_list_that_is_too_long_is_announced_by_a_small_letter() throws Exception {
        padding = Letter.BYTES_MAX;
        var subscription = subscribe();
        var commit = Deposits.receive(box, "one");
        assertThat(agent.open(service.next().body()))
                .isEqualTo("{\"nmsWakeUp\":{\"index\":1,\"lastModSeq\":" + commit.modSeq() + "}}");
        Await.until(
                "it is delivered",
                () -> subscriptions
                                .find(ALICE, subscription.id())
                                .orElseThrow()
                                .progress()
                                .index()
                        == 2);
    }

    @Test
    void a_push_service_that_takes_less_gets_a_small_letter_at_once() throws Exception {
        service.answering(new StubPushService.Says(413, ""));
        assertThat(push.send(target(), letter("long"))).isEqualTo(new WebPush.Sent(new Outcome.Delivered(), false));
        assertThat(agent.open(service.next().body())).isEqualTo("long");
        assertThat(agent.open(service.next().body())).isEqualTo("small");
        service.answering(new StubPushService.Says(413, ""), new StubPushService.Says(413, ""));
        assertThat(push.send(target(), letter("long")).outcome()).isEqualTo(new Outcome.Refused("HTTP 413"));
    }

    @Test
    void a_list_of_yesterday_is_given_up() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            service.answering(new StubPushService.Says(503, ""));
        }
        subscribe();
        Deposits.receive(box, "one");
        Await.until("it is given up", () -> followers.tally().counts().refused() == 1);
        assertThat(followers.tally().counts().retries()).isBetween(42L, 62L);
    }

    @Test
    void what_is_no_news_is_not_urgent() throws InterruptedException {
        subscribe();
        Deposits.createFolder(box, "A folder");
        assertThat(service.next().headers()).containsEntry("urgency", "normal");
    }

    @ParameterizedTest
    @CsvSource({
        "https://push.example.net/abc, endpoint",
        "http://127.0.0.1:80/abc, endpoint",
        "https://127.0.0.1:1/abc, endpoint",
        "x, endpoint"
    })
    void an_endpoint_out_of_reach_is_refused(String endpoint, String member) {
        assertThatThrownBy(() -> push.target(endpoint, agent.p256dh(), agent.auth()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(member);
    }

    @Test
    void what_was_in_reach_once_ends_when_it_is_not_any_more() throws InterruptedException {
        var target = new Target.WebPush("https://push.example.net/abc", agent.p256dh(), agent.auth());
        assertThat(push.send(target, letter("one")).outcome()).isInstanceOf(Outcome.Gone.class);
        assertThat(service.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"push@example.net", "http://example.net", "mailto:", "'mailto:a\"b'", "mailto:a b"})
    void a_contact_that_is_none_is_refused(String contact) {
        assertThatThrownBy(() -> Vapid.of(store.registry(), contact, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
