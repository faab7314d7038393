// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.model.mime.Samples.crlf;
import static org.satchel.model.mime.Samples.summarise;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.satchel.model.BodyPart;
import org.satchel.model.Envelope.Mailbox;

class MimeTreeTest {
    /// Messages with line feeds, written as CRLF unless said otherwise; the tree as `type(children)` with each leaf's
    /// body in brackets.
    static Stream<Arguments> trees() {
        return Stream.of(
                row("", "text/plain[]"),
                row("\n", "text/plain[]"),
                row("Subject: x", "text/plain[]"),
                row("Subject: x\n", "text/plain[]"),
                row("\nbody", "text/plain[body]"),
                row("Subject: x\n\na\nb\n", "text/plain[a|b|]"),
                row(multipart("--b\n\none\n--b\n\ntwo\n--b--\n"), "multipart/mixed(text/plain[one] text/plain[two])"),
                row(
                        multipart("preamble\n--b\n\none\n--b--\nepilogue\n--b\nno part"),
                        "multipart/mixed(text/plain[one])"),
                // the line end before a delimiter is the delimiter's; an empty line before it is the body's
                row(multipart("--b\n\none\n\n--b--"), "multipart/mixed(text/plain[one|])"),
                row(multipart("--b\n\n--b\n\n\n--b--"), "multipart/mixed(text/plain[] text/plain[])"),
                // no final delimiter, or one at the very end without line end
                row(multipart("--b\n\none\n--b\n\ntwo\n"), "multipart/mixed(text/plain[one] text/plain[two|])"),
                row(multipart("--b\n\none\n--b"), "multipart/mixed(text/plain[one] text/plain[])"),
                row(multipart("--b\n\none\n--b--"), "multipart/mixed(text/plain[one])"),
                // a delimiter ends a header block that has no empty line
                row(
                        multipart("--b\nContent-Type: image/png\n--b\n\ntwo\n--b--"),
                        "multipart/mixed(image/png[] text/plain[two])"),
                // blanks behind a delimiter are allowed, letters are not, nor is a prefix of another boundary
                row(
                        multipart("--b \t\n\none\n--bc\n-- b\n--b--x\n--b-- \n"),
                        "multipart/mixed(text/plain[one|--bc|-- b|--b--x])"),
                row(
                        "Content-Type: multipart/mixed; boundary=aa\n\n--aa\nContent-Type: multipart/mixed; boundary=aaa\n\n"
                                + "--aaa\n\ninner\n--aaa--\n--aa--",
                        "multipart/mixed(multipart/mixed(text/plain[inner]))"),
                // an outer delimiter ends the inner multipart
                row(
                        multipart("--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--b\n\ny\n--b--"),
                        "multipart/mixed(multipart/alternative(text/plain[x]) text/plain[y])"),
                // after the inner multipart is closed, its delimiters mean nothing
                row(
                        multipart(
                                "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--c--\n--c\nz\n--b\n\ny\n--b--"),
                        "multipart/mixed(multipart/alternative(text/plain[x]) text/plain[y])"),
                // a multipart in which no part begins has its body as text
                row("Content-Type: multipart/mixed\n\nno boundary\n", "multipart/mixed(text/plain[no boundary|])"),
                row(multipart("no delimiter\n"), "multipart/mixed(text/plain[no delimiter|])"),
                row(multipart(""), "multipart/mixed(text/plain[])"),
                row(multipart("--b--\nrest\n"), "multipart/mixed(text/plain[--b--|rest|])"),
                // messages in messages
                row("Content-Type: message/rfc822\n\nSubject: in\n\ntext\n", "message/rfc822(text/plain[text|])"),
                row("Content-Type: message/rfc822\n\n", "message/rfc822(text/plain[])"),
                row(
                        multipart("--b\nContent-Type: message/rfc822\n--b\n\nx\n--b--"),
                        "multipart/mixed(message/rfc822(text/plain[]) text/plain[x])"),
                row(
                        multipart("--b\nContent-Type: message/rfc822\n\nSubject: in\n--b--"),
                        "multipart/mixed(message/rfc822(text/plain[]))"),
                row(
                        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeA0KDQo=\n",
                        "application/octet-stream[U3ViamVjdDogeA0KDQo=|]"),
                row(
                        "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b\nContent-Type: text/html\n\n2\n--b--",
                        "multipart/digest(message/rfc822(text/plain[1]) text/html[2])"),
                // odd fields
                row("Content-Type: nonsense\n\nx", "text/plain[x]"),
                row("Content-Type: /\n\nx", "text/plain[x]"),
                row("Content-Type: TEXT/Html ; charset=x\n\nx", "TEXT/Html[x]"),
                row(
                        "Content-Type : multipart/mixed;\n\tboundary=\"b\"\n\n--b\n\nx\n--b--",
                        "multipart/mixed(text/plain[x])"),
                row(
                        "Content-Type: multipart/mixed; boundary=\"=_ b:1'()+,-./\"\n\n--=_ b:1'()+,-./\n\nx\n--=_ b:1'()+,-./--",
                        "multipart/mixed(text/plain[x])"),
                row(
                        "Content-Type: message/cpim\n\nFrom: <a>\n\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n",
                        "message/cpim[From: <a>||Content-Type: multipart/mixed; boundary=b||--b||x|--b--|]"));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void the_tree_is_found_with_either_line_end(String message, String tree) {
        var withReturns = crlf(message);
        assertThat(tree(withReturns, summarise(withReturns).body())).isEqualTo(tree);
        assertThat(tree(message, summarise(message).body())).isEqualTo(tree);
    }

    @Test
    void extents_and_lines_are_exact() {
        var message = crlf("""
                Subject: extents
                Content-Type: multipart/mixed; boundary=b

                preamble
                --b
                Content-Type: text/plain

                one
                two
                --b
                Content-Type: message/rfc822

                Subject: inner
                From: ann@example.net

                three
                --b--
                epilogue
                """);
        var root = (BodyPart.Multipart) summarise(message).body();
        assertThat(cut(message, root.extent().start(), root.extent().bodyStart()))
                .endsWith("boundary=b\r\n\r\n");
        assertThat(root.extent().end()).isEqualTo(message.length());
        var text = (BodyPart.Leaf) root.parts().getFirst();
        assertThat(cut(message, text.extent().start(), text.extent().bodyStart()))
                .isEqualTo("Content-Type: text/plain\r\n\r\n");
        assertThat(cut(message, text.extent().bodyStart(), text.extent().end())).isEqualTo("one\r\ntwo");
        assertThat(text.lines()).isEqualTo(1);
        var nested = (BodyPart.Nested) root.parts().getLast();
        assertThat(cut(message, nested.extent().bodyStart(), nested.extent().end()))
                .isEqualTo("Subject: inner\r\nFrom: ann@example.net\r\n\r\nthree");
        assertThat(nested.lines()).isEqualTo(3);
        assertThat(nested.envelope().subject()).isEqualTo("inner");
        assertThat(nested.envelope().from()).containsExactly(new Mailbox(null, null, "ann", "example.net"));
        assertThat(nested.body().extent().start()).isEqualTo(nested.extent().bodyStart());
        assertThat(cut(
                        message,
                        nested.body().extent().bodyStart(),
                        nested.body().extent().end()))
                .isEqualTo("three");
    }

    @Test
    void mime_fields_are_read_as_bodystructure_needs_them() {
        var head = summarise("""
                        Content-Type: Application/Pdf; name*0="a very "; name*1=long.pdf
                        Content-Transfer-Encoding: BASE64 (really)
                        Content-ID: <p@x>
                        Content-Description: a
                         description
                        Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
                        Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf; size=3
                        Content-Language: de, en
                        Content-Location: http://example.net/
                          a.pdf

                        x""").body().head();
        assertThat(head)
                .isEqualTo(new BodyPart.Head(
                        "Application",
                        "Pdf",
                        List.of(new BodyPart.Parameter("name", "a very long.pdf")),
                        "<p@x>",
                        "a description",
                        "BASE64",
                        "Q2hlY2sgSW50ZWdyaXR5IQ==",
                        "attachment",
                        List.of(
                                new BodyPart.Parameter("filename*", "utf-8''Gr%C3%BC%C3%9Fe.pdf"),
                                new BodyPart.Parameter("size", "3")),
                        List.of("de", "en"),
                        "http://example.net/a.pdf"));
        assertThat(StructuredField.decoded(head.dispositionParameters(), "filename"))
                .contains("Grüße.pdf");
    }

    @Test
    void containers_deeper_than_the_limit_are_opaque_leaves() {
        var message = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        BodyPart part = summarise(message + "\ntext").body();
        int depth = 0;
        while (part instanceof BodyPart.Multipart multipart) {
            part = multipart.parts().getFirst();
            depth++;
        }
        assertThat(depth).isEqualTo(EntityScanner.DEPTH_MAX);
        assertThat(part.head().isType("application", "octet-stream")).isTrue();
    }

    @Test
    void parts_beyond_the_limit_are_text_of_the_last_one() {
        var message = multipart("--b\n\nx\n".repeat(5000) + "--b--\n");
        var root = (BodyPart.Multipart) summarise(message).body();
        assertThat(root.parts()).hasSize(EntityScanner.PARTS_MAX);
        assertThat(root.parts().getLast().extent().bodyBytes()).isGreaterThan(4000 * 7);
    }

    @Test
    void a_huge_header_is_read_up_to_its_limit_and_passed_over_behind_it() {
        var fields = "X-Filler: " + "y".repeat(990) + "\r\n";
        var message = "Subject: first\r\n" + fields.repeat(100) + "Message-ID: <late@x>\r\n\r\nbody";
        var summary = summarise(message);
        assertThat(summary.envelope().subject()).isEqualTo("first");
        assertThat(summary.envelope().messageId()).isNull();
        assertThat(tree(message, summary.body())).isEqualTo("text/plain[body]");
    }

    @Test
    void decoded_sizes_are_those_that_decoding_gives() {
        var summary = summarise(crlf(multipart("""
                --b
                Content-Transfer-Encoding: base64

                aGVsbG8gd29y
                bGQ=
                --b
                Content-Transfer-Encoding: quoted-printable

                a=C3=BC=
                b=20
                --b--
                """)));
        assertThat(summary.contents()).extracting(part -> part.decodedBytes()).containsExactly(11L, 5L);
    }

    private static Arguments row(String message, String tree) {
        return Arguments.of(message, tree);
    }

    private static String multipart(String body) {
        return "Content-Type: multipart/mixed; boundary=b\n\n" + body;
    }

    private static String tree(String message, BodyPart part) {
        var name = part.head().type() + "/" + part.head().subtype();
        return switch (part) {
            case BodyPart.Leaf leaf ->
                name + "["
                        + cut(message, leaf.extent().bodyStart(), leaf.extent().end())
                                .replace("\r", "")
                                .replace('\n', '|')
                        + "]";
            case BodyPart.Multipart multipart ->
                name + "("
                        + multipart.parts().stream()
                                .map(child -> tree(message, child))
                                .collect(Collectors.joining(" ")) + ")";
            case BodyPart.Nested nested -> name + "(" + tree(message, nested.body()) + ")";
        };
    }

    private static String cut(String message, long from, long to) {
        var bytes = message.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, (int) from, (int) (to - from), StandardCharsets.UTF_8);
    }
}
