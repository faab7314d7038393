// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.w3c.dom.Element;

/// An XML document as the tree that its schema describes: the schema says what is a number, and what is a list.
// OpenAPI §4.8.26
record XmlTree(JsonNode document) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    JsonNode read(String text, JsonNode schema) {
        var root = XmlRoot.of(text);
        var said = schema.path("xml");
        boolean same = root.getLocalName().equals(said.path("name").textValue())
                && Objects.equals(root.getNamespaceURI(), said.path("namespace").textValue())
                && Objects.equals(root.getPrefix(), said.path("prefix").textValue());
        if (!same) {
            throw new AssertionError("root is " + root.getNodeName() + " of " + root.getNamespaceURI());
        }
        return tree(root, schema);
    }

    private JsonNode tree(Element element, JsonNode said) {
        var schema = resolved(said);
        if (schema.isMissingNode()) {
            // Nothing is said of what is in it.
            return NODES.objectNode();
        }
        var text = element.getTextContent();
        return switch (schema.path("type").asText()) {
            case "object" -> object(element, schema);
            case "integer" ->
                text.matches("-?\\d{1,18}") ? NODES.numberNode(Long.parseLong(text)) : NODES.textNode(text);
            case "boolean" ->
                text.matches("true|false") ? NODES.booleanNode(Boolean.parseBoolean(text)) : NODES.textNode(text);
            default -> children(element).isEmpty() ? NODES.textNode(text) : object(element, schema);
        };
    }

    private ObjectNode object(Element element, JsonNode schema) {
        var object = NODES.objectNode();
        // A list of nothing leaves no trace.
        schema.path("required").forEach(name -> {
            if (resolved(schema.path("properties").path(name.asText()))
                    .path("type")
                    .asText()
                    .equals("array")) {
                object.putArray(name.asText());
            }
        });
        var children = children(element);
        if (children.isEmpty() && !element.getTextContent().isBlank()) {
            throw new AssertionError("text in " + element.getLocalName() + ", which has members");
        }
        for (var child : children) {
            var name = child.getLocalName();
            var member = schema.path("properties").path(name);
            if (member.path("type").asText().equals("array")) {
                var list = object.get(name) instanceof ArrayNode begun ? begun : object.putArray(name);
                list.add(tree(child, member.get("items")));
            } else if (object.has(name)) {
                throw new AssertionError(name + " twice in " + element.getLocalName());
            } else {
                object.set(name, tree(child, member));
            }
        }
        return object;
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref");
        return reference.isMissingNode() ? node : document.at(reference.asText().substring(1));
    }

    private static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
