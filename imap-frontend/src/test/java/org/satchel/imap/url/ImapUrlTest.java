// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImapUrlTest {
    private static final String TOKEN = "0123456789abcdef0123456789ABCDEF";
    private static final String FULL = "imap://+15550100001@cms.example.net/Default/tel:+15550100042"
            + ";UIDVALIDITY=1700000042/;UID=50/;SECTION=1.2.MIME/;PARTIAL=10.20"
            + ";EXPIRE=2026-04-01T00:00:00Z;URLAUTH=user+cpm-pf:INTERNAL:" + TOKEN;

    @Test
    void every_piece_of_a_url_is_found() {
        var url = ImapUrl.parse(FULL);
        assertThat(url.server()).isEqualTo(new ImapUrl.Server("+15550100001", null, "cms.example.net", 0));
        assertThat(url.folder()).isEqualTo(new ImapUrl.Folder("Default/tel:+15550100042", 1700000042));
        assertThat(url.part()).isEqualTo(new ImapUrl.Part(50, "1.2.MIME", new ImapUrl.Range(10, 20)));
        assertThat(url.grant())
                .isEqualTo(new ImapUrl.Grant(
                        Instant.parse("2026-04-01T00:00:00Z"),
                        new ImapUrl.Access.User("cpm-pf"),
                        new ImapUrl.Verifier("INTERNAL", TOKEN)));
        assertThat(url.text()).isEqualTo(FULL);
    }

    @Test
    void the_rump_is_the_text_up_to_the_verifier_as_it_was_written() {
        var text = "IMAP://Joe@example.com/INBOX/;uid=20;urlauth=Submit+fred:internal:" + TOKEN;
        assertThat(ImapUrl.parse(text).rump(text))
                .isEqualTo("IMAP://Joe@example.com/INBOX/;uid=20;urlauth=Submit+fred");
    }

    /// The token is a secret, and so may be who and what.
    @Test
    void a_url_does_not_show_itself_in_a_log() {
        assertThat(ImapUrl.parse(FULL)).hasToString("ImapUrl[cms.example.net]");
        assertThat(ImapUrl.parse(FULL).grant().toString()).doesNotContain(TOKEN);
    }

    @Test
    void names_are_utf_8_behind_percent_signs() {
        var url = ImapUrl.parse("imap://j%C3%BCrgen%40x;AUTH=*@[::1]:1143/B%c3%bccher/%E6%97%A5%3B%25;uidvalidity=7");
        assertThat(url.server()).isEqualTo(new ImapUrl.Server("jürgen@x", "*", "[::1]", 1143));
        assertThat(url.folder()).isEqualTo(new ImapUrl.Folder("Bücher/日;%", 7));
        assertThat(url.text())
                .isEqualTo("imap://j%C3%BCrgen%40x;AUTH=*@[::1]:1143/B%C3%BCcher/%E6%97%A5%3B%25;UIDVALIDITY=7");
    }

    /// What CATENATE is given. RFC 4469 §3
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/INBOX;UIDVALIDITY=785799047/;UID=113330/;SECTION=1.5.9",
                "/INBOX/;UID=3",
                ";UID=3/;SECTION=HEADER",
                "/Drafts;UIDVALIDITY=5",
                "imap://example.com",
                "imap://;AUTH=GSSAPI@example.com:993/a/b/;UID=1/;PARTIAL=0.1024",
                "imap://example.com/a/;UID=1;URLAUTH=anonymous",
                "imap://example.com/a/;UID=1;URLAUTH=authuser",
                "imap://example.com/a/;UID=4294967295;URLAUTH=submit+fred"
            })
    void what_is_written_plainly_is_written_again_as_it_was(String text) {
        assertThat(ImapUrl.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "imap",
                "http://example.com/a",
                "imap://",
                "imap://@example.com/a",
                "imap://exa mple.com/",
                "imap://example.com:0/a",
                "imap://example.com:65536/a",
                "imap://example.com:/a",
                "imap://[::1/a",
                "imap://u;AUTX=a@example.com/a",
                "imap://u;AUTH=@example.com/a",
                "imap://u:secret@example.com/a",
                "imap://example.com/;UID=3",
                "imap://example.com//;UID=3",
                "imap://example.com/a/;UID=0",
                "imap://example.com/a/;UID=-1",
                "imap://example.com/a/;UID=4294967296",
                "imap://example.com/a/;UID=99999999999999999999",
                "imap://example.com/a/;UID=3x",
                "imap://example.com/a/;UID=3/",
                "imap://example.com/a/;UID=3;UID=4",
                "imap://example.com/a;UIDVALIDITY=/;UID=3",
                "imap://example.com/a/;UID=3/;SECTION=",
                "imap://example.com/a/;UID=3/;PARTIAL=1.0",
                "imap://example.com/a/;UID=3/;PARTIAL=1/;SECTION=1",
                "imap://example.com/a/;UID=3;EXPIRE=2026-04-01T00:00:00Z",
                "imap://example.com/a/;UID=3;EXPIRE=2026-13-01T00:00:00Z;URLAUTH=authuser",
                "imap://example.com/a/;UID=3;EXPIRE=2026-04-01;URLAUTH=authuser",
                "imap://example.com/a/;UID=3;EXPIRE=9999-12-31T23:59:59-01:00;URLAUTH=authuser",
                "imap://example.com/a/;UID=3;URLAUTH=",
                "imap://example.com/a/;UID=3;URLAUTH=user+",
                "imap://example.com/a/;UID=3;URLAUTH=user",
                "imap://example.com/a/;UID=3;URLAUTH=anonymous+a",
                "imap://example.com/a/;UID=3;URLAUTH=authuser:INTERNAL",
                "imap://example.com/a/;UID=3;URLAUTH=authuser:INTERNAL:0123",
                "imap://example.com/a/;UID=3;URLAUTH=authuser:INTERNAL:0123456789abcdef0123456789abcdeg",
                "imap://example.com/a/;UID=3;URLAUTH=authuser::0123456789abcdef0123456789abcdef",
                "imap://example.com/a;URLAUTH=authuser",
                "/a/;UID=3;URLAUTH=authuser",
                "/a?SUBJECT%20x",
                "/a%",
                "/a%4",
                "/a%zz",
                "/a%00",
                "/a%ff",
                "/ü",
                "/a\"b",
                "/a b"
            })
    void what_is_no_url_of_a_message_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ImapUrl.parse(text));
    }

    @Test
    void a_url_has_a_longest_length() {
        var longest = "/" + "a".repeat(ImapUrl.TEXT_MAX - 1);
        assertThat(ImapUrl.parse(longest).text()).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> ImapUrl.parse(longest + "a"));
    }

    @Property
    void what_is_written_and_read_again_is_equal(@ForAll("urls") ImapUrl url) {
        var text = url.text();
        assertThat(ImapUrl.parse(text)).isEqualTo(url);
        assertThat(ImapUrl.parse(text).text()).isEqualTo(text);
        assertThat(text).matches("[\\x21-\\x7e]+");
    }

    @Provide
    Arbitrary<ImapUrl> urls() {
        return Combinators.combine(
                        servers().injectNull(0.3), folders(), parts().injectNull(0.3), grants().injectNull(0.5))
                .as((server, folder, part, grant) ->
                        new ImapUrl(server, folder, part, server == null || part == null ? null : grant));
    }

    private static Arbitrary<ImapUrl.Server> servers() {
        var hosts = Arbitraries.of("example.net", "localhost", "127.0.0.1", "[2001:db8::1]");
        var ports = Arbitraries.of(0, 1, 143, 65535);
        return Combinators.combine(
                        names().injectNull(0.4),
                        Arbitraries.of("*", "PLAIN", "a b", "**").injectNull(0.6),
                        hosts,
                        ports)
                .as(ImapUrl.Server::new);
    }

    private static Arbitrary<ImapUrl.Folder> folders() {
        var paths = names().list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(list -> String.join("/", list))
                .filter(name -> !name.startsWith("/") && !name.endsWith("/"));
        return Combinators.combine(paths, numbers(0)).as(ImapUrl.Folder::new);
    }

    private static Arbitrary<ImapUrl.Part> parts() {
        var sections = Arbitraries.of("1", "1.2.3", "HEADER", "HEADER.FIELDS (A B)", "1.MIME", "x;y%/z");
        var ranges = Combinators.combine(numbers(0), numbers(0)).as(ImapUrl.Range::new);
        return Combinators.combine(numbers(1), sections.injectNull(0.5), ranges.injectNull(0.5))
                .as(ImapUrl.Part::new);
    }

    private static Arbitrary<ImapUrl.Grant> grants() {
        var dates = Arbitraries.longs()
                .between(-62_000_000_000L, 253_402_300_799L)
                .flatMap(second -> Arbitraries.of(0, 1, 500_000_000).map(nano -> Instant.ofEpochSecond(second, nano)));
        Arbitrary<ImapUrl.Access> access = Arbitraries.oneOf(List.of(
                names().map(ImapUrl.Access.User::new),
                names().map(ImapUrl.Access.Submit::new),
                Arbitraries.of(new ImapUrl.Access.AnyUser(), new ImapUrl.Access.Anyone())));
        var verifiers = Combinators.combine(
                        Arbitraries.of("INTERNAL", "OPAQUE.ONCE", "X-1"),
                        Arbitraries.strings()
                                .withChars("0123456789abcdefABCDEF")
                                .ofMinLength(32)
                                .ofMaxLength(80))
                .as(ImapUrl.Verifier::new);
        return Combinators.combine(dates.injectNull(0.5), access, verifiers.injectNull(0.5))
                .as(ImapUrl.Grant::new);
    }

    /// Any text that UTF-8 can say, ASCII more often.
    private static Arbitrary<String> names() {
        var ascii = Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(12);
        var any = Arbitraries.strings()
                .withCharRange('\u0001', '\ud7ff')
                .ofMinLength(1)
                .ofMaxLength(8);
        return Arbitraries.oneOf(ascii, any, Arbitraries.of("tel:+15550100001", "\ud83d\ude00", "50%", "+", "a;b"));
    }

    private static Arbitrary<Long> numbers(long least) {
        return Arbitraries.longs().between(least, 0xffff_ffffL);
    }
}
