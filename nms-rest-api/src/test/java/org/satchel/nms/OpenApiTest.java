// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.nms.openapi.OpenApi;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.settings.Schemes;
import org.satchel.nms.type.Root;

/// What the server says of itself. That it keeps to it is shown by every other test here: [Rest] holds each answer
/// against it.
final class OpenApiTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String BOX = "/nms/v1/base/tel%3A%2B15550100001";

    private static Rest rest;

    @BeforeAll
    static void start() {
        rest = new Rest();
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void the_document_is_openapi_with_schemas_that_are_schemas(Profile profile) throws IOException {
        var document = document(profile);
        try (var schema = OpenApiTest.class.getResourceAsStream("/openapi/schema-3.1.json")) {
            assertThat(SCHEMAS.getSchema(schema).validate(document)).isEmpty();
        }
        var meta = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(document.at("/components/schemas"))
                .allSatisfy(it -> assertThat(meta.validate(it)).isEmpty());
        assertThat(document.findValuesAsText("$ref"))
                .allSatisfy(it -> assertThat(document.at(it.substring(1)).isMissingNode())
                        .as(it)
                        .isFalse());
        var ids = document.findValuesAsText("operationId");
        assertThat(ids).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    }

    @Test
    void the_schema_of_openapi_finds_faults() throws IOException {
        var document = (ObjectNode) document(Profile.DEFAULT);
        ((ObjectNode) document.at("/components/parameters/path_box")).put("in", "nowhere");
        try (var schema = OpenApiTest.class.getResourceAsStream("/openapi/schema-3.1.json")) {
            assertThat(SCHEMAS.getSchema(schema).validate(document)).isNotEmpty();
        }
    }

    static Stream<Profile> profiles() {
        return Stream.of(Profile.DEFAULT, Profile.ATT_STYLE, Profile.TMO_STYLE);
    }

    @Test
    void every_schema_is_described() {
        var schemas = document(Profile.DEFAULT).at("/components/schemas");
        assertThat(schemas.properties())
                .hasSizeGreaterThan(40)
                .allSatisfy(it -> assertThat(it.getValue().path("description").asText())
                        .as(it.getKey())
                        .isNotBlank());
        assertThat(schemas.at("/ObjectList/properties/cursor/description").textValue())
                .isEqualTo("where to go on; absent = there is no more");
    }

    @Test
    void what_may_be_absent_is_not_required() {
        var schema = document(Profile.DEFAULT).at("/components/schemas/ConversationListConversation");
        assertThat(texts(schema.get("required")))
                .contains("lastMessage", "unread")
                .doesNotContain("subject");
    }

    @Test
    void a_method_that_does_not_say_what_it_does_is_refused() {
        assertThatThrownBy(() -> describe(Silent.class)).hasMessageContaining("Silent.read");
        assertThatThrownBy(() -> describe(Unclear.class)).hasMessageContaining("'colour'");
        assertThatCode(() -> describe(Clear.class)).doesNotThrowAnyException();
    }

    private static void describe(Class<?> resource) {
        OpenApi.of(Rest.loopback(), Schemes.BASIC, URI.create("http://here"), List.of(resource));
    }

    @Path("nms/v1/{store}/{box}/x-satchel")
    interface Silent {
        @GET
        @Path("thing")
        void read();
    }

    @Path("nms/v1/{store}/{box}/x-satchel")
    interface Unclear {
        @GET
        @Path("thing")
        @Operation(value = "Shows a thing.", gives = Root.OBJECT)
        void read(@QueryParam("colour") String colour);
    }

    @Path("nms/v1/{store}/{box}/x-satchel")
    interface Clear {
        @GET
        @Path("thing")
        @Operation(value = "Shows a thing.", gives = Root.OBJECT)
        void read(@QueryParam("path") String path);
    }

    @Test
    void each_profile_is_described_as_it_is() {
        var usual = document(Profile.DEFAULT).get("paths");
        var att = document(Profile.ATT_STYLE).get("paths");
        var tmo = document(Profile.TMO_STYLE).get("paths");
        var bulkDelete = "/nms/v1/base/{box}/objects/operations/bulkDelete";
        assertThat(names(usual.get(bulkDelete))).containsExactlyInAnyOrder("delete", "post");
        assertThat(names(att.get(bulkDelete))).containsExactly("post");
        assertThat(names(tmo.get(bulkDelete))).containsExactly("delete");
        var flag = "/nms/v1/base/{box}/objects/{object}/flags/{flag}";
        assertThat(names(att.get(flag).at("/delete/responses")))
                .contains("204", "507")
                .doesNotContain("201");
        assertThat(names(tmo.get(flag).at("/delete/responses"))).contains("201").doesNotContain("204");
        var mounted = "/pubsub/oma_b/notificationchannel/v1/{box}/channels/{channel}/channelLifetime";
        assertThat(usual.has(mounted)).isFalse();
        assertThat(att.has("/pubsub/oma_b/nms/v1/{box}/subscriptions/{id}")).isTrue();
        assertThat(att.get(mounted).at("/put/security").toString()).endsWith(",{}]");
        assertThat(att.get(mounted).at("/get/security").toString()).doesNotContain("{}");
        var channels = "/notificationchannel/v1/{box}/channels";
        var shown = "/get/responses/200/content/application~1json/schema/properties/notificationChannelList";
        assertThat(usual.get(channels).at(shown + "/$ref").isTextual()).isTrue();
        assertThat(att.get(channels).at(shown + "/type").textValue()).isEqualTo("array");
    }

    @Test
    void what_may_be_shown_is_what_the_server_looks_at() {
        var tokens = new Schemes(false, Schemes.tokens(List.of("Bearer:PAT_", "SIT")), true);
        var schemes = OpenApi.of(Rest.loopback(), tokens, URI.create("http://here"), List.of())
                .at("/components/securitySchemes");
        assertThat(schemes.toString())
                .isEqualTo(
                        "{\"Bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"SIT\":{\"type\":\"http\",\"scheme\":\"SIT\"},"
                                + "\"Certificate\":{\"type\":\"mutualTLS\"}}");
    }

    @Test
    void what_is_not_omas_is_marked() {
        var paths = document(Profile.DEFAULT).get("paths");
        for (var path : names(paths)) {
            for (var operation : paths.get(path)) {
                boolean ours = path.contains("/x-satchel/") || path.endsWith("/content") || path.startsWith("/health/");
                assertThat(operation.get("tags").get(0).textValue().startsWith("Ours"))
                        .as(path)
                        .isEqualTo(
                                ours || operation.get("operationId").textValue().matches(".*_(pollByGet|extendWhole)"));
            }
        }
    }

    /// The same check that every answer of the other tests goes through, and a server that lies.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /objects/x/flags 418 application/json {\"flagList\":{}}",
                "GET /objects/x/flags 200 text/plain {\"flagList\":{}}",
                "GET /objects/x/flags 200 application/json {}",
                "GET /objects/x/flags 200 application/json {\"flagList\":{\"colour\":\"red\"}}",
                "GET /objects/x/flags 200 application/json {\"flagList\":{},\"more\":{}}",
                "GET /objects/x/flags 200 application/json {\"flagList\":{\"flag\":\"\\\\Seen\"}}",
                "GET /objects/x/flags 200 application/xml <nms:flagList"
                        + " xmlns:nms='urn:oma:xml:rest:netapi:nms:1'><colour>red</colour></nms:flagList>",
                "GET /objects/x/flags 200 application/xml <flagList><flag>\\Seen</flag></flagList>",
                "GET /x-satchel/shared 200 application/json {\"shared\":{\"folder\":[{\"box\":\"b\"}]}}",
                "GET /x-satchel/shared 200 application/xml <nms:shared"
                        + " xmlns:nms='urn:oma:xml:rest:netapi:nms:1'><folder><box>b</box></folder></nms:shared>",
                "GET /nowhere 200 application/json {}",
                "GET /objects/x/flags 404 application/json {}",
                "DELETE /objects/x 200 application/json {\"reference\":{}}",
                "POST /folders 201 application/json {\"reference\":{}}",
            })
    void an_answer_that_was_not_promised_is_a_breach(String answer) throws Exception {
        assertThatThrownBy(() -> rest.contract.check(heard(answer.split(" ", 5))))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /objects/x/flags 200 application/json {\"flagList\":{\"flag\":[\"\\\\Seen\"]}}",
                "GET /objects/x/flags 200 application/xml <nms:flagList"
                        + " xmlns:nms='urn:oma:xml:rest:netapi:nms:1'><flag>red</flag></nms:flagList>",
                "GET /x-satchel/shared 200 application/xml <nms:shared xmlns:nms='urn:oma:xml:rest:netapi:nms:1'/>",
                "DELETE /objects/x 204 application/json ",
            })
    void an_answer_that_was_promised_is_none(String answer) throws Exception {
        rest.contract.check(heard(answer.split(" ", 5)));
    }

    @Test
    void a_request_that_was_taken_and_not_promised_is_a_breach() throws Exception {
        var taken = heard("POST /folders 201 application/json {}".split(" ", 5));
        rest.contract.checkRequest(taken, "{\"folder\":{\"name\":\"red\"}}");
        rest.contract.checkRequest(taken, "{\"name\":\"red\"}");
        assertThatThrownBy(() -> rest.contract.checkRequest(taken, "{\"folder\":{\"colour\":\"red\"}}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("colour");
    }

    /// What a server answers that knows nothing but its answer.
    private static HttpResponse<byte[]> heard(String[] answer) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = answer[4].getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", answer[3]);
                exchange.sendResponseHeaders(Integer.parseInt(answer[2]), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try (var client = HttpClient.newHttpClient()) {
            var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + BOX + answer[1]);
            var request = HttpRequest.newBuilder(url)
                    .header("Content-Type", "application/json")
                    .method(answer[0], HttpRequest.BodyPublishers.noBody());
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } finally {
            server.stop(0);
        }
    }

    private static JsonNode document(Profile profile) {
        try (var other = new Rest(Rest.loopback().withProfile(profile))) {
            return Rest.MAPPER.readTree(other.server.openApi());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
