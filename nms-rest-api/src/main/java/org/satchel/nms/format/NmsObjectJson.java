// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.type.FlagList;
import org.satchel.nms.type.NmsAttribute;
import org.satchel.nms.type.NmsObject;
import org.satchel.nms.type.PayloadPartInfo;

/// Writes one object, which is what is asked for most, as the mapper would, but without asking of each member what it
/// is (ADR 0105).
final class NmsObjectJson {
    private static final int BYTES_EXPECTED = 2 * 1024;

    private static final byte[] ATTRIBUTE = JsonText.name("attribute");
    private static final byte[] ATTRIBUTES = JsonText.name("attributes");
    private static final byte[] CONTENT = JsonText.name("content");
    private static final byte[] CONTENT_DISPOSITION = JsonText.name("contentDisposition");
    private static final byte[] CONTENT_ENCODING = JsonText.name("contentEncoding");
    private static final byte[] CONTENT_ID = JsonText.name("contentId");
    private static final byte[] CONTENT_LOCATION = JsonText.name("contentLocation");
    private static final byte[] CONTENT_TYPE = JsonText.name("contentType");
    private static final byte[] CORRELATION_ID = JsonText.name("correlationId");
    private static final byte[] CORRELATION_TAG = JsonText.name("correlationTag");
    private static final byte[] FILE_ICON = JsonText.name("fileIcon");
    private static final byte[] FLAG = JsonText.name("flag");
    private static final byte[] FLAGS = JsonText.name("flags");
    private static final byte[] HREF = JsonText.name("href");
    private static final byte[] LAST_MOD_SEQ = JsonText.name("lastModSeq");
    private static final byte[] NAME = JsonText.name("name");
    private static final byte[] PARENT_FOLDER = JsonText.name("parentFolder");
    private static final byte[] PARENT_FOLDER_PATH = JsonText.name("parentFolderPath");
    private static final byte[] PATH = JsonText.name("path");
    private static final byte[] PAYLOAD_PART = JsonText.name("payloadPart");
    private static final byte[] PAYLOAD_URL = JsonText.name("payloadURL");
    private static final byte[] RESOURCE_URL = JsonText.name("resourceURL");
    private static final byte[] SIZE = JsonText.name("size");
    private static final byte[] VALUE = JsonText.name("value");

    private final JsonText out = new JsonText(BYTES_EXPECTED);

    private NmsObjectJson() {}

    static ByteBuffer document(String root, NmsObject object) {
        var json = new NmsObjectJson();
        json.out.begin('{').member(JsonText.name(root)).begin('{');
        json.members(object);
        return json.out.end('}').end('}').written();
    }

    private void members(NmsObject object) {
        text(PARENT_FOLDER, object.parentFolder());
        text(PARENT_FOLDER_PATH, object.parentFolderPath());
        if (object.attributes() != null) {
            attributes(object.attributes().attribute());
        }
        if (object.flags() != null) {
            flags(object.flags());
        }
        text(PATH, object.path());
        text(PAYLOAD_URL, object.payloadURL());
        parts(object.payloadPart());
        number(LAST_MOD_SEQ, object.lastModSeq());
        text(CORRELATION_ID, object.correlationId());
        text(CORRELATION_TAG, object.correlationTag());
        text(RESOURCE_URL, object.resourceURL());
    }

    private void attributes(@Nullable List<NmsAttribute> attributes) {
        out.member(ATTRIBUTES).begin('{');
        if (attributes != null) {
            out.member(ATTRIBUTE).begin('[');
            for (var attribute : attributes) {
                out.begin('{');
                text(NAME, attribute.name());
                texts(VALUE, attribute.value());
                out.end('}');
            }
            out.end(']');
        }
        out.end('}');
    }

    private void flags(FlagList flags) {
        out.member(FLAGS).begin('{');
        texts(FLAG, flags.flag());
        text(RESOURCE_URL, flags.resourceURL());
        out.end('}');
    }

    private void parts(@Nullable List<PayloadPartInfo> parts) {
        if (parts == null) {
            return;
        }
        out.member(PAYLOAD_PART).begin('[');
        for (var part : parts) {
            out.begin('{');
            text(CONTENT_TYPE, part.contentType());
            number(SIZE, part.size());
            text(CONTENT_ENCODING, part.contentEncoding());
            text(CONTENT_DISPOSITION, part.contentDisposition());
            text(CONTENT_ID, part.contentId());
            text(CONTENT_LOCATION, part.contentLocation());
            text(CONTENT, part.content());
            text(FILE_ICON, part.fileIcon());
            text(HREF, part.href());
            out.end('}');
        }
        out.end(']');
    }

    private void text(byte[] name, @Nullable String value) {
        if (value != null) {
            out.member(name).string(value);
        }
    }

    private void texts(byte[] name, @Nullable List<String> values) {
        if (values != null) {
            out.member(name).begin('[');
            for (var value : values) {
                out.string(value);
            }
            out.end(']');
        }
    }

    private void number(byte[] name, @Nullable Long value) {
        if (value != null) {
            out.member(name).number(value);
        }
    }
}
