// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.settings.ChannelShapes;
import org.satchel.nms.type.NotificationChannel;
import org.satchel.nms.type.NotificationList;
import org.satchel.nms.type.Root;

/// Records as schemas: a component that is not `@Nullable` is always there.
// OpenAPI §4.8.24
final class Schemas {
    private static final String PROPERTIES = "properties";
    private static final String PREFIX = "#/components/schemas/";

    private final ChannelShapes shapes;
    private final Comments comments = new Comments();
    private final ObjectNode all = node();

    Schemas(ChannelShapes shapes) {
        this.shapes = shapes;
    }

    /// Every schema that was asked for so far, and what they need.
    ObjectNode all() {
        return all;
    }

    /// A document as both media types, each as it is written there.
    ObjectNode content(Root root) {
        var content = node();
        content.putObject("application/json").set("schema", json(root));
        content.putObject("application/xml").set("schema", xml(root));
        return content;
    }

    /// The root is a member of the one object that there is.
    ObjectNode json(Root root) {
        var one = schema(type(root));
        var schema = node().put("type", "object");
        schema.putObject(PROPERTIES).set(root.text(), isMany(root) ? array(one) : one);
        schema.putArray("required").add(root.text());
        return schema;
    }

    /// The root is the element itself. What is an array in JSON is a row of documents within it. OMA NMS §4.5
    private ObjectNode xml(Root root) {
        var schema = schema(type(root));
        if (isMany(root)) {
            schema = node().put("type", "object");
            var properties = schema.putObject(PROPERTIES);
            for (var member : type(root).getRecordComponents()) {
                properties.set(member.getName(), array(schema(member.getGenericType())));
            }
            open(schema, root.type());
        }
        schema.putObject("xml")
                .put("name", root.text())
                .put("namespace", root.space().uri())
                .put("prefix", root.space().prefix());
        return schema;
    }

    private Class<?> type(Root root) {
        return root == Root.CHANNEL_LIST && shapes.listOfEntries() ? NotificationChannel.Entry.class : root.type();
    }

    private boolean isMany(Root root) {
        return (root == Root.CHANNEL_LIST && shapes.listOfEntries())
                || (root == Root.NOTIFICATION_LIST && !shapes.singleList());
    }

    private ObjectNode schema(Type type) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> array(schema(list.getActualTypeArguments()[0]));
            case Class<?> record when record.isRecord() -> node().put("$ref", PREFIX + named(record));
            case Class<?> plain when plain == String.class -> node().put("type", "string");
            case Class<?> plain when plain == boolean.class || plain == Boolean.class -> node().put("type", "boolean");
            case Class<?> plain
            when plain == int.class || plain == Integer.class ->
                node().put("type", "integer").put("format", "int32");
            case Class<?> plain
            when plain == long.class || plain == Long.class ->
                node().put("type", "integer").put("format", "int64");
            default -> throw new IllegalArgumentException("no schema for " + type);
        };
    }

    /// @return the name under which a record is among all schemas
    private String named(Class<?> type) {
        var outer = type.getEnclosingClass();
        var name = (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
        if (!all.has(name)) {
            fill(all.putObject(name), type);
        }
        return name;
    }

    private void fill(ObjectNode schema, Class<?> type) {
        describe(schema, comments.of(type, ""));
        schema.put("type", "object");
        open(schema, type);
        var properties = schema.putObject(PROPERTIES);
        for (var member : type.getRecordComponents()) {
            var said = describe(schema(member.getGenericType()), comments.of(type, member.getName()));
            if (member.getAccessor().isAnnotationPresent(JsonView.class)) {
                properties.set("xsi:type", attribute(said));
                continue;
            }
            properties.set(member.getName(), said);
            if (!isOptional(member)) {
                schema.withArray("required").add(member.getName());
            }
        }
    }

    /// What application servers post to channels has members of which nobody here knows. OMA NMS §3.4
    private static void open(ObjectNode schema, Class<?> type) {
        if (type == NotificationList.class) {
            schema.putObject("additionalProperties").put("type", "object");
        }
    }

    /// What is written in XML alone. OMA NMS §4.5
    private static ObjectNode attribute(ObjectNode schema) {
        schema.putObject("xml")
                .put("attribute", true)
                .put("name", "type")
                .put("namespace", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)
                .put("prefix", "xsi");
        return schema;
    }

    private static boolean isOptional(RecordComponent member) {
        return member.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static ObjectNode describe(ObjectNode schema, String text) {
        return text.isEmpty() ? schema : schema.put("description", text);
    }

    private static ObjectNode array(ObjectNode items) {
        return node().put("type", "array").set("items", items);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
