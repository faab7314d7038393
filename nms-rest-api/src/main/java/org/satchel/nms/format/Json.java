// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;

/// Writes and reads documents as JSON with one root member. Safe for any number of threads.
///
/// Reads with the tolerance that clients need: unknown members are passed over, numbers may come as strings, one
/// value may stand for an array of one, and the root member may be missing.
// NMS §4.1
public final class Json {
    /// Of 16 KiB or so each.
    private static final int BUFFERS_KEPT_MAX = 64;

    private final ObjectMapper mapper;
    /// Reads what stands within a document.
    private final ObjectReader members;
    /// The same for what becomes XML.
    private final ObjectMapper trees;

    public Json(NmsLimits.Bodies limits) {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.jsonDepthMax())
                        .maxDocumentLength(limits.jsonBytesMax())
                        .maxStringLength(limits.jsonBytesMax())
                        .maxNumberLength(64)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // Its own pool is bound to threads, of which each request has a new one.
                .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS_KEPT_MAX))
                .build();
        mapper = JsonMapper.builder(factory)
                .addModule(new BlackbirdModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP))
                // An element without children is text to who does not know the schema.
                .withCoercionConfig(
                        LogicalType.POJO,
                        config -> config.setAcceptBlankAsEmpty(true)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsEmpty))
                .build();
        members = mapper.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        trees = mapper.copy();
        trees.setConfig(trees.getSerializationConfig().withView(Document.Xml.class));
        mapper.setConfig(mapper.getSerializationConfig().withView(Document.Json.class));
    }

    /// Reads a document.
    ///
    /// @param root name of its root member; a body without it is taken as the content itself. NMS §13.5, §13.6
    /// @throws Refusal 400 when it cannot be understood
    public <T> T read(byte[] document, String root, Class<T> type) {
        var plain = readPlain(document, root, type);
        if (plain != null) {
            return plain;
        }
        var tree = whole(document, root);
        return convert(tree.has(root) ? tree.get(root) : tree, root, type);
    }

    /// Reads a document that is one object in one root member, without a tree.
    ///
    /// @return null when it is something else, good or bad
    private <T> @Nullable T readPlain(byte[] document, String root, Class<T> type) {
        try (var parser = mapper.createParser(document)) {
            boolean begins = parser.nextToken() == JsonToken.START_OBJECT
                    && root.equals(parser.nextFieldName())
                    && parser.nextToken() == JsonToken.START_OBJECT;
            if (!begins) {
                return null;
            }
            var content = members.forType(type).<T>readValue(parser);
            boolean ends = parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            return ends ? content : null;
        } catch (IOException e) {
            return null;
        }
    }

    /// A whole document.
    ///
    /// @param root what is looked for, for the refusal
    ObjectNode whole(byte[] document, String root) {
        try {
            if (mapper.readTree(document) instanceof ObjectNode tree) {
                return tree;
            }
            throw Refusal.badInput(root);
        } catch (IOException e) {
            throw Refusal.badInput(root);
        }
    }

    <T> T convert(JsonNode tree, String root, Class<T> type) {
        if (type == String.class ? !tree.isTextual() : !tree.isObject()) {
            throw Refusal.badInput(root);
        }
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw Refusal.badInput(root);
        }
    }

    /// What becomes XML.
    JsonNode tree(Object content) {
        return trees.valueToTree(content);
    }

    void write(Document document, OutputStream out) throws IOException {
        try (var generator = mapper.createGenerator(out)) {
            generator.writeStartObject();
            generator.writePOJOField(document.root(), document.content());
            generator.writeEndObject();
        }
    }

    /// A document with this root.
    public String text(String root, Object content) {
        var out = new ByteArrayOutputStream(256);
        try {
            write(new Document(root, content), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
