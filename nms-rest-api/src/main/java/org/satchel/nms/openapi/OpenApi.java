// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.satchel.nms.format.Body;
import org.satchel.nms.http.SecondMount;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.settings.Schemes;
import org.satchel.nms.type.Root;

/// The interface of one server as an OpenAPI document: with its profile, its store name, and what it lets people
/// show.
// OpenAPI §4.8
public final class OpenApi {
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
    private static final String CHANNELS = "Channels";
    /// In the order in which they are shown; a path is put under the first whose name it has.
    private static final List<String> TAGS = List.of("Folders", "Objects", "Subscriptions", CHANNELS);
    private static final String OURS = "Ours, not OMA's";

    private final Profile profile;
    private final String store;
    private final Schemes schemes;
    private final Schemas schemas;
    private final ObjectNode document = node();
    private final ObjectNode parameters = node();
    private final ObjectNode refusals = node();

    private OpenApi(NmsSettings settings, Schemes schemes) {
        this.profile = settings.profile();
        this.store = settings.storeName();
        this.schemes = schemes;
        this.schemas = new Schemas(profile.channels());
    }

    /// @param base what stands in front of every path
    /// @param resources classes with annotations of JAX-RS
    /// @throws IllegalArgumentException when a method of theirs does not say what it does
    public static ObjectNode of(NmsSettings settings, Schemes schemes, URI base, Collection<Class<?>> resources) {
        var api = new OpenApi(settings, schemes);
        api.write(base, resources);
        return api.document;
    }

    private void write(URI base, Collection<Class<?>> resources) {
        document.put("openapi", "3.1.1");
        document.putObject("info")
                .put("title", "Satchel")
                .put("summary", "OMA Network Message Storage and Notification Channel, as profile " + profile.name())
                .put("version", "1.0");
        document.putArray("servers").addObject().put("url", base.toString());
        var tags = document.putArray("tags");
        TAGS.forEach(tag -> tags.addObject().put("name", tag));
        tags.addObject()
                .put("name", OURS)
                .put("description", "What NMS has no resource for, or another product's clients ask for.");
        var paths = new TreeMap<String, ObjectNode>();
        var types = new ArrayList<>(resources);
        types.add(Handled.class);
        for (var type : types) {
            Stream.of(type.getDeclaredMethods())
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(method -> verb(method)
                            .filter(verb -> isTaken(method, verb))
                            .ifPresent(verb -> put(paths, method, verb)));
        }
        var shown = document.putObject("paths");
        paths.forEach(shown::set);
        webhook(document.putObject("webhooks").putObject("notification").putObject("post"));
        var components = document.putObject("components");
        components.set("schemas", schemas.all());
        components.set("responses", refusals);
        components.set("parameters", parameters);
        components.set("securitySchemes", securitySchemes());
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(it -> it.annotationType().getAnnotation(HttpMethod.class))
                .filter(it -> it != null)
                .map(it -> it.value())
                .findFirst();
    }

    /// OMA NMS §13.2
    private boolean isTaken(Method method, String verb) {
        return !path(method).endsWith("/bulkDelete") || profile.bulkDelete().contains(verb);
    }

    private void put(Map<String, ObjectNode> paths, Method method, String verb) {
        var path = path(method);
        var operation = operation(method, path, verb);
        paths.computeIfAbsent(path, _ -> node()).set(verb.toLowerCase(Locale.ROOT), operation);
        if (profile.channels().secondMount()) {
            SecondMount.mounted(path, "/nms/v1/" + store).ifPresent(other -> {
                var again = operation
                        .deepCopy()
                        .put("operationId", operation.get("operationId").asText() + "Mounted");
                paths.computeIfAbsent(other, _ -> node()).set(verb.toLowerCase(Locale.ROOT), again);
            });
        }
    }

    private String path(Method method) {
        var above = method.getDeclaringClass().getAnnotation(Path.class).value();
        var path = (above.isEmpty() ? "" : "/" + above) + "/"
                + method.getAnnotation(Path.class).value();
        return path.replace("{store}", store);
    }

    private ObjectNode operation(Method method, String path, String verb) {
        var said = method.getAnnotation(Operation.class);
        if (said == null) {
            throw new IllegalArgumentException(method + " does not say what it does");
        }
        boolean ours = said.ours() || path.contains("/x-satchel/");
        var operation = node();
        operation.putArray("tags").add(ours ? OURS : tag(path));
        operation.put("summary", said.value());
        operation.put("operationId", id(method));
        var takes = operation.putArray("parameters");
        names(method, said, path).forEach(name -> takes.addObject().put("$ref", parameter(name, path)));
        if (takes.isEmpty()) {
            operation.remove("parameters");
        }
        boolean hasBody = List.of(method.getParameterTypes()).contains(Body.class);
        if (hasBody) {
            operation.set("requestBody", body(said));
        }
        responses(operation.putObject("responses"), said, hasBody);
        security(operation.putArray("security"), said, path, verb);
        return operation;
    }

    private static String tag(String path) {
        return TAGS.stream()
                .filter(tag -> path.contains("/" + tag.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(CHANNELS);
    }

    private static String id(Method method) {
        return method.getDeclaringClass().getSimpleName().replace("Resource", "") + "_" + method.getName();
    }

    private static Set<String> names(Method method, Operation said, String path) {
        var names = new LinkedHashSet<String>();
        IN_PATH.matcher(path).results().forEach(name -> names.add(name.group(1)));
        for (var parameter : method.getParameters()) {
            var query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                names.add(query.value());
            }
        }
        names.addAll(List.of(said.query()));
        if (said.gives().length > 0) {
            names.add(Parameter.RES_FORMAT.text);
        }
        if (List.of(said.answers()).contains(Status.RANGE)) {
            names.add(Parameter.RANGE.text);
            names.add(Parameter.IF_RANGE.text);
        }
        return names;
    }

    private String parameter(String name, String path) {
        var meaning = Parameter.named(name);
        boolean inPath = path.contains("{" + name + "}");
        var place = inPath ? "path" : meaning.inHeader() ? "header" : "query";
        var key = place + "_" + name;
        if (!parameters.has(key)) {
            var parameter = parameters.putObject(key).put("name", name).put("in", place);
            parameter.put("description", meaning.description).put("required", inPath);
            var schema = parameter.putObject("schema").put("type", meaning.type);
            if (meaning.type.equals("array")) {
                schema.putObject("items").put("type", "string");
            }
        }
        return "#/components/parameters/" + key;
    }

    private ObjectNode body(Operation said) {
        var body = node().put("required", true);
        var root = said.takes()[0];
        if (!said.upload()) {
            return body.set("content", schemas.content(root));
        }
        var schema = body.putObject("content").putObject("multipart/form-data").putObject("schema");
        schema.put("type", "object").putArray("required").add("root-fields");
        var properties = schema.putObject("properties");
        properties.set("root-fields", schemas.json(root));
        properties
                .putObject("attachments")
                .put("type", "array")
                .putObject("items")
                .put("type", "string")
                .put("contentMediaType", "application/octet-stream");
        return body;
    }

    private void responses(ObjectNode responses, Operation said, boolean hasBody) {
        var statuses = new LinkedHashSet<>(List.of(said.answers()));
        statuses.addAll(said.open() ? List.of(Status.BUG) : Status.GUARDED);
        if (hasBody) {
            statuses.add(Status.TOO_LARGE);
        }
        if (said.writes()) {
            statuses.addAll(Status.WRITING);
        }
        statuses.stream()
                .sorted(Comparator.comparingInt(status -> status.code(profile)))
                .forEach(status -> {
                    var code = Integer.toString(status.code(profile));
                    if (!responses.has(code)) {
                        responses.set(code, response(status, said));
                    }
                });
    }

    private ObjectNode response(Status status, Operation said) {
        if (status.content != Status.Content.REFUSAL) {
            return answer(status, said.gives());
        }
        if (!refusals.has(status.name())) {
            refusals.set(status.name(), answer(status, Root.REQUEST_ERROR));
        }
        return node().put("$ref", "#/components/responses/" + status.name());
    }

    private ObjectNode answer(Status status, Root... document) {
        var answer = node().put("description", status.description);
        for (var name : status.headers) {
            var header = answer.withObjectProperty("headers").putObject(name);
            header.put("required", true).putObject("schema").put("type", "string");
        }
        switch (status.content) {
            case RESULT, REFUSAL -> {
                if (document.length > 0) {
                    answer.set("content", schemas.content(document[0]));
                }
            }
            case BYTES -> answer.putObject("content").putObject("*/*");
            case NONE -> {}
        }
        return answer;
    }

    /// One of these must be shown.
    private void security(ArrayNode alternatives, Operation said, String path, String verb) {
        if (said.open()) {
            return;
        }
        securitySchemes()
                .fieldNames()
                .forEachRemaining(name -> alternatives.addObject().putArray(name));
        // OMA NMS §13.24
        if (verb.equals("PUT")
                && path.endsWith("/channelLifetime")
                && profile.channels().openRenewal()) {
            alternatives.addObject();
        }
    }

    // OMA NMS §4.2
    private ObjectNode securitySchemes() {
        var all = node();
        if (schemes.basic()) {
            all.putObject("Basic").put("type", "http").put("scheme", "basic");
        }
        for (var token : schemes.tokens()) {
            var shown = token.name().equalsIgnoreCase("Bearer") ? "bearer" : token.name();
            all.putObject(token.name()).put("type", "http").put("scheme", shown);
        }
        if (schemes.certificates()) {
            all.putObject("Certificate").put("type", "mutualTLS");
        }
        return all;
    }

    /// What the server asks of others. OMA NMS §5.5
    private void webhook(ObjectNode operation) {
        operation.putArray("tags").add("Subscriptions");
        operation
                .put("operationId", "notification")
                .put("summary", "Tells a subscriber at its notifyURL what has happened.");
        operation.putObject("requestBody").put("required", true).set("content", schemas.content(Root.EVENT_LIST));
        operation.putObject("responses").putObject("2XX").put("description", "Taken.");
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
