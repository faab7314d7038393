// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// A push proxy gateway on loopback, written from the document type of PAP 2: it validates each submission, knows
/// the push-ids it took, and answers as a gateway does, or as it was told to.
final class StubGateway implements AutoCloseable {
    private static final long SECONDS_MAX = 10;
    private static final int BODY_BYTES_MAX = 100_000;
    private static final String DTD = """
            <!ELEMENT pap (push-message | cancel-message | statusquery-message | resultnotification-response
              | badmessage-response)>
            <!ATTLIST pap product-name CDATA #IMPLIED>
            <!ELEMENT push-message (address+, quality-of-service?)>
            <!ATTLIST push-message
              push-id CDATA #REQUIRED
              replace-push-id CDATA #IMPLIED
              replace-method (pending-only | all) "all"
              deliver-before-timestamp CDATA #IMPLIED
              deliver-after-timestamp CDATA #IMPLIED
              source-reference CDATA #IMPLIED
              progress-notes-requested (true | false) "false"
              ppg-notify-requested-to CDATA #IMPLIED>
            <!ELEMENT address EMPTY>
            <!ATTLIST address address-value CDATA #REQUIRED>
            <!ELEMENT quality-of-service EMPTY>
            <!ATTLIST quality-of-service
              priority (high | medium | low) "medium"
              delivery-method (confirmed | preferconfirmed | unconfirmed | notspecified) "notspecified"
              network CDATA #IMPLIED
              network-required (true | false) "false"
              bearer CDATA #IMPLIED
              bearer-required (true | false) "false">
            <!ELEMENT cancel-message (address*)>
            <!ATTLIST cancel-message push-id CDATA #REQUIRED>
            <!ELEMENT statusquery-message (address*)>
            <!ATTLIST statusquery-message push-id CDATA #REQUIRED>
            <!ELEMENT resultnotification-response (address)>
            <!ATTLIST resultnotification-response
              push-id CDATA #REQUIRED
              code CDATA #REQUIRED
              desc CDATA #IMPLIED>
            <!ELEMENT badmessage-response EMPTY>
            <!ATTLIST badmessage-response
              code CDATA #REQUIRED
              desc CDATA #IMPLIED
              bad-message-fragment CDATA #REQUIRED>
            """;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Submission> taken = new LinkedBlockingQueue<>();
    private final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    private final Map<String, String> held = new ConcurrentHashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger atOnceMost = new AtomicInteger();
    private volatile Runnable beforeAnswer = () -> {};

    /// One request, as it came.
    record Submission(
            Map<String, String> headers,
            String docType,
            Element message,
            Map<String, String> partHeaders,
            String body) {
        String pushId() {
            return message.getAttribute("push-id");
        }

        Instant deliverBefore() {
            return Instant.parse(message.getAttribute("deliver-before-timestamp"));
        }

        String address() {
            return ((Element) message.getElementsByTagName("address").item(0)).getAttribute("address-value");
        }

        /// Empty when there is none.
        String attribute(String name) {
            return message.getAttribute(name);
        }

        boolean isUnconfirmed() {
            var quality = message.getElementsByTagName("quality-of-service");
            return quality.getLength() == 1
                    && ((Element) quality.item(0))
                            .getAttribute("delivery-method")
                            .equals("unconfirmed");
        }
    }

    /// Something other than a submission: `cancel-message` or `statusquery-message`.
    record Question(String name, String pushId, String address) {}

    /// How a request is answered instead of properly.
    sealed interface Answer {
        /// This code, in a reply to a submission.
        record Code(int code) implements Answer {}

        /// The protocol's word for "I cannot read this", with HTTP 202 as some gateways do.
        record BadMessage(int code) implements Answer {}

        /// The push is taken, but the connection breaks before the reply is sent.
        record Lost() implements Answer {}

        record Http(int status, String body) implements Answer {}
    }

    StubGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/pap", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/pap");
    }

    StubGateway answering(Answer... instead) {
        answers.addAll(List.of(instead));
        return this;
    }

    void beforeAnswer(Runnable action) {
        beforeAnswer = action;
    }

    Submission next() throws InterruptedException {
        var next = taken.poll(SECONDS_MAX, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no push within " + SECONDS_MAX + " s");
        }
        return next;
    }

    Question asked() throws InterruptedException {
        var next = asked.poll(SECONDS_MAX, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no question within " + SECONDS_MAX + " s");
        }
        return next;
    }

    boolean isEmpty() {
        return taken.isEmpty();
    }

    boolean isQuiet() {
        return asked.isEmpty();
    }

    /// Pushes that were taken are on their way no more.
    void forget() {
        held.clear();
    }

    int atOnceMost() {
        return atOnceMost.get();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        atOnceMost.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            var bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
            if ("application/xml".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                reply(exchange, 202, answered(validated(new String(bytes, UTF_8))));
                return;
            }
            var submission = parse(exchange, new String(bytes, UTF_8));
            taken.add(submission);
            beforeAnswer.run();
            switch (answers.poll()) {
                case null -> reply(exchange, 202, result(submission, accepted(submission)));
                case Answer.Code(var code) -> reply(exchange, 202, result(submission, code));
                case Answer.BadMessage(var code) ->
                    reply(
                            exchange,
                            202,
                            pap("<badmessage-response code=\"" + code + "\" desc=\"no\" bad-message-fragment=\"x\"/>"));
                case Answer.Lost() -> accepted(submission);
                case Answer.Http(var status, var body) -> reply(exchange, status, body);
            }
        } catch (SAXException | ParserConfigurationException | RuntimeException invalid) {
            reply(exchange, 202, pap("<badmessage-response code=\"2000\" bad-message-fragment=\"x\"/>"));
        } finally {
            atOnce.decrementAndGet();
        }
    }

    /// A push is pending until it is cancelled or replaced.
    private String answered(Element pap) {
        var message = (Element) pap.getElementsByTagName("*").item(0);
        var id = message.getAttribute("push-id");
        var address = ((Element) message.getElementsByTagName("address").item(0)).getAttribute("address-value");
        asked.add(new Question(message.getTagName(), id, address));
        var state = held.getOrDefault(id, "unknown");
        if (message.getTagName().equals("cancel-message")) {
            boolean pending = held.replace(id, "pending", "cancelled");
            return pap("<cancel-response push-id=\"" + id + "\"><cancel-result code=\"" + (pending ? 1000 : 2004)
                    + "\"><address address-value=\"" + address + "\"/></cancel-result></cancel-response>");
        }
        return pap("<statusquery-response push-id=\"" + id + "\"><statusquery-result code=\"1000\" message-state=\""
                + state + "\"><address address-value=\"" + address
                + "\"/></statusquery-result></statusquery-response>");
    }

    /// @return the code of the answer
    private int accepted(Submission submission) {
        if (!known.add(submission.pushId())) {
            return 2007;
        }
        var replaced = submission.attribute("replace-push-id");
        if (!replaced.isEmpty() && !held.replace(replaced, "pending", "cancelled")) {
            known.remove(submission.pushId());
            return 2004;
        }
        held.put(submission.pushId(), "pending");
        return 1001;
    }

    private static Submission parse(HttpExchange exchange, String text)
            throws SAXException, IOException, ParserConfigurationException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        headers.put("", exchange.getProtocol());
        var type = headers.get("content-type");
        var matcher = Pattern.compile("multipart/related; boundary=([\\w-]+); type=\"application/xml\"")
                .matcher(type);
        if (!matcher.matches()) {
            throw new SAXException("not multipart/related: " + type);
        }
        // RFC 2046 §5.1.1
        var parts = ("\r\n" + text).split(Pattern.quote("\r\n--" + matcher.group(1)), -1);
        if (parts.length != 4 || !parts[0].isEmpty() || !parts[3].equals("--\r\n")) {
            throw new SAXException("not two parts");
        }
        var control = parts[1].split("\r\n\r\n", 2);
        if (!control[0].strip().equals("Content-Type: application/xml")) {
            throw new SAXException("no control entity: " + control[0]);
        }
        var content = parts[2].split("\r\n\r\n", 2);
        var partHeaders = new HashMap<String, String>();
        for (var line : content[0].strip().split("\r\n")) {
            partHeaders.put(line.split(": ")[0], line.split(": ")[1]);
        }
        var message = (Element)
                validated(control[1]).getElementsByTagName("push-message").item(0);
        return new Submission(
                headers, message.getOwnerDocument().getDoctype().getPublicId(), message, partHeaders, content[1]);
    }

    static Element validated(String xml) throws SAXException, IOException, ParserConfigurationException {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setValidating(true);
        var builder = factory.newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> {
            if (!publicId.matches("-//WAPFORUM//DTD PAP (1.0|2.0|2.1)//EN") || !systemId.endsWith(".dtd")) {
                throw new SAXException("unknown document type " + publicId);
            }
            return new InputSource(new StringReader(DTD));
        });
        builder.setErrorHandler(new Strict());
        return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
    }

    private static String result(Submission submission, int code) {
        return pap("<push-response push-id=\"" + submission.pushId() + "\" sender-name=\"stub\""
                + " reply-time=\"2026-11-21T12:00:00Z\"><response-result code =\"" + code + "\" desc=\"as told\"/>"
                + "</push-response>");
    }

    private static String pap(String inner) {
        return "<?xml version=\"1.0\"?>\n<!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 1.0//EN\""
                + " \"http://www.wapforum.org/DTD/pap_1.0.dtd\">\n<pap>" + inner + "</pap>";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Takes nothing that the document type does not allow.
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    }
}
