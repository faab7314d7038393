// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an OpenAPI document promises, kept to the letter: a status, a media type or a member that it does not name is a
/// breach, and so is a member or header field that it requires and that is not there.
public final class Contract {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Contract> KNOWN = new ConcurrentHashMap<>();
    private static final String JSON = "application/json";
    private static final String XML = "application/xml";

    private final ObjectNode document;
    private final Map<String, Pattern> paths = new ConcurrentHashMap<>();
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private Contract(String document) {
        try {
            this.document = (ObjectNode) MAPPER.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close(this.document.get("components").get("schemas"));
        close(this.document.get("paths"));
        this.document.get("paths").fieldNames().forEachRemaining(path -> paths.put(path, pattern(path)));
    }

    /// @param document as the server gives it
    /// @param base where the server is
    public static Contract of(byte[] document, String base) {
        var anywhere = new String(document, StandardCharsets.UTF_8).replace(base, "http://anywhere");
        return KNOWN.computeIfAbsent(anywhere, Contract::new);
    }

    public JsonNode document() {
        return document;
    }

    /// @throws AssertionError when the answer is none that the document foresees
    public void check(HttpResponse<byte[]> answer) {
        var request = answer.request();
        var type = answer.headers().firstValue("Content-Type").orElse("");
        try {
            var declared = declared(request.method(), answer.uri().getRawPath(), answer.statusCode());
            headers(declared, answer);
            body(declared.path("content"), type, request.method().equals("HEAD") ? new byte[0] : answer.body());
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s %s -> %d %s: %s"
                            .formatted(request.method(), answer.uri(), answer.statusCode(), type, e.getMessage()),
                    e);
        }
    }

    /// Whether what was taken is what the document says that is taken. Forms are not looked into; and that JSON will do
    /// without its root is more than is promised.
    ///
    /// @param body in JSON or XML
    public void checkRequest(HttpResponse<byte[]> answer, String body) {
        var request = answer.request();
        var type = request.headers().firstValue("Content-Type").orElse("");
        var content = item(answer.uri().getRawPath())
                .path(request.method().toLowerCase(Locale.ROOT))
                .path("requestBody")
                .path("content");
        if (answer.statusCode() < 400 && content.has(type)) {
            var schema = content.get(type).get("schema");
            check(
                    schema,
                    type,
                    (type.equals(JSON) ? rooted(schema, json(body)) : body).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String rooted(JsonNode schema, JsonNode body) {
        var root = schema.get("required").get(0).textValue();
        return (body.has(root) ? body : MAPPER.createObjectNode().set(root, body)).toString();
    }

    /// The answer that is foreseen. What is asked for where nothing is, or in a way that nothing is, is refused like
    /// everything else.
    private JsonNode declared(String method, String path, int status) {
        var verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        var item = item(path);
        var operation = item.path(verb);
        if (operation.isMissingNode()) {
            int expected = item.isMissingNode() ? 404 : 405;
            if (status != expected && status != 401 && status != 403 && status != 429) {
                throw new AssertionError("nothing is declared, and it is not refused");
            }
            return resolved(document.at("/components/responses/BAD_INPUT"));
        }
        var answer = operation.path("responses").path(Integer.toString(status));
        if (answer.isMissingNode()) {
            throw new AssertionError("status is not among those of " + operation.path("operationId"));
        }
        return resolved(answer);
    }

    /// Where several paths fit, the one with the fewest parameters. OpenAPI §4.8.8.2
    private JsonNode item(String path) {
        return paths.entrySet().stream()
                .filter(it -> it.getValue().matcher(path).matches())
                .min((one, other) -> Long.compare(parameters(one.getKey()), parameters(other.getKey())))
                .map(it -> document.get("paths").get(it.getKey()))
                .orElseGet(JsonNodeFactory.instance::missingNode);
    }

    private static long parameters(String path) {
        return path.chars().filter(c -> c == '{').count();
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(Pattern.quote(path).replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q"));
    }

    private static void headers(JsonNode declared, HttpResponse<byte[]> answer) {
        for (var header : declared.path("headers").properties()) {
            if (header.getValue().path("required").asBoolean()
                    && answer.headers().firstValue(header.getKey()).isEmpty()) {
                throw new AssertionError("no " + header.getKey());
            }
        }
    }

    private void body(JsonNode content, String type, byte[] body) {
        if (content.isMissingNode()) {
            if (body.length > 0) {
                throw new AssertionError("a body, where none is declared");
            }
            return;
        }
        var schema = Optional.ofNullable(content.get(type))
                .or(() -> Optional.ofNullable(content.get("*/*")))
                .orElseThrow(() -> new AssertionError("media type is not declared"))
                .get("schema");
        if (schema != null && body.length > 0) {
            check(schema, type, body);
        }
    }

    private void check(JsonNode schema, String type, byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        var tree = switch (type) {
            case JSON -> json(text);
            case XML -> new XmlTree(document).read(text, schema);
            default -> throw new AssertionError("a schema for " + type);
        };
        var errors = compiled.computeIfAbsent(schema.toString(), _ -> compile(schema))
                .validate(tree);
        if (!errors.isEmpty()) {
            throw new AssertionError(errors + "\n" + text);
        }
    }

    private Schema compile(JsonNode schema) {
        var whole = (ObjectNode) schema.deepCopy();
        whole.remove("xml");
        whole.set("$defs", document.at("/components/schemas"));
        return SCHEMAS.getSchema(json(whole.toString().replace("#/components/schemas/", "#/$defs/")));
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref");
        return reference.isMissingNode() ? node : document.at(reference.asText().substring(1));
    }

    /// What the document leaves open for later is closed here.
    private static void close(@Nullable JsonNode node) {
        if (node instanceof ObjectNode object
                && object.get("properties") instanceof ObjectNode
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        if (node != null) {
            node.forEach(Contract::close);
        }
    }
}
