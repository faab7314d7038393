// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;

/// Writes and reads documents as JSON with one root member. Safe for any number of threads.
///
/// Reads with the tolerance that clients need: unknown members are passed over, numbers may come as strings, one
/// value may stand for an array of one, and the root member may be missing.
// NMS §4.1
public final class Json {
    private final ObjectMapper mapper;
    private final int bytesMax;

    public Json(NmsLimits.Bodies limits) {
        bytesMax = limits.jsonBytesMax();
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.jsonDepthMax())
                        .maxDocumentLength(limits.jsonBytesMax())
                        .maxStringLength(limits.jsonBytesMax())
                        .maxNumberLength(64)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        mapper = JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP))
                .build();
    }

    /// Reads one document.
    ///
    /// @param root name of its root member; a body without it is taken as the content itself. NMS §13.5, §13.6
    /// @throws Refusal 400 when it is not JSON or does not fit, 413 when it is too long
    public <T> T read(InputStream in, String root, Class<T> type) throws IOException {
        return convert(tree(in, root), root, type);
    }

    /// The content of a document as a tree.
    public JsonNode tree(InputStream in, String root) throws IOException {
        // One byte more than allowed tells too long from just fitting, whatever length the client announced.
        var bytes = in.readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) {
            throw Refusal.tooLarge(root + " is longer than " + bytesMax + " bytes");
        }
        try {
            var tree = mapper.readTree(bytes);
            if (!tree.isObject()) {
                throw Refusal.badInput(root);
            }
            return tree.has(root) ? tree.get(root) : tree;
        } catch (JsonProcessingException e) {
            throw Refusal.badInput(root);
        }
    }

    public <T> T convert(JsonNode tree, String root, Class<T> type) {
        if (!tree.isObject()) {
            throw Refusal.badInput(root);
        }
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw Refusal.badInput(root);
        }
    }

    public void write(Document document, OutputStream out) throws IOException {
        try (var generator = mapper.createGenerator(out)) {
            generator.writeStartObject();
            generator.writePOJOField(document.root(), document.content());
            generator.writeEndObject();
        }
    }

    /// A document with this root.
    public String text(String root, Object content) {
        return new String(bytes(new Document(root, content)), StandardCharsets.UTF_8);
    }

    public byte[] bytes(Document document) {
        try {
            var out = new ByteArrayOutputStream(256);
            write(document, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
