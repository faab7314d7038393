// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import org.satchel.nms.contract.XmlRoot;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Compares what came with what was expected, and learns what names stand for.
final class Likeness {
    private static final Pattern NAME = Pattern.compile("\\{\\{([^}]*)}}");
    private static final String ANYTHING = "*";
    private static final String MORE = "...";
    private static final String MORE_ELEMENTS = "etc";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values = new HashMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    /// A text with the values of its names.
    ///
    /// @throws IllegalArgumentException for a name that has none
    String filled(String text) {
        return NAME.matcher(text).replaceAll(name -> {
            var value = values.get(name.group(1));
            if (value == null) {
                throw new IllegalArgumentException("{{" + name.group(1) + "}} stands for nothing yet");
            }
            return java.util.regex.Matcher.quoteReplacement(value);
        });
    }

    /// @throws AssertionError when it is not like it
    void text(String where, String expected, String actual) {
        var names = new ArrayList<String>();
        var pattern = new StringBuilder();
        var matcher = NAME.matcher(expected);
        int from = 0;
        while (matcher.find()) {
            pattern.append(Pattern.quote(expected.substring(from, matcher.start())));
            var name = matcher.group(1);
            if (values.containsKey(name)) {
                pattern.append(Pattern.quote(values.get(name)));
            } else {
                pattern.append("(.*?)");
                names.add(name);
            }
            from = matcher.end();
        }
        pattern.append(Pattern.quote(expected.substring(from)));
        var found = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
        if (!found.matches()) {
            throw new AssertionError(where + ": expected " + shown(expected) + " but was " + actual);
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(ANYTHING)) {
                values.put(names.get(i), found.group(i + 1));
            }
        }
    }

    private String shown(String expected) {
        return NAME.matcher(expected)
                .replaceAll(name ->
                        java.util.regex.Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
    }

    void json(String expected, String actual) {
        try {
            json("", JSON.readTree(expected), JSON.readTree(actual));
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + actual, e);
        }
    }

    private void json(String where, JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            object(where, expected, actual);
        } else if (expected.isArray()) {
            if (!actual.isArray() || actual.size() != expected.size()) {
                throw new AssertionError(where + ": expected " + expected + " but was " + actual);
            }
            for (int i = 0; i < expected.size(); i++) {
                json(where + "/" + i, expected.get(i), actual.get(i));
            }
        } else if (expected.isTextual()
                && (actual.isTextual() || expected.textValue().startsWith("{{"))) {
            text(where, expected.textValue(), actual.isContainerNode() ? actual.toString() : actual.asText());
        } else if (!expected.equals(actual)) {
            throw new AssertionError(where + ": expected " + expected + " but was " + actual);
        }
    }

    private void object(String where, JsonNode expected, JsonNode actual) {
        if (!actual.isObject()) {
            throw new AssertionError(where + ": expected " + expected + " but was " + actual);
        }
        for (var member : expected.properties()) {
            var there = actual.get(member.getKey());
            if (member.getKey().equals(MORE)) {
                continue;
            }
            if (there == null) {
                throw new AssertionError(where + ": no " + member.getKey() + " in " + actual);
            }
            json(where + "/" + member.getKey(), member.getValue(), there);
        }
        actual.fieldNames().forEachRemaining(name -> {
            if (!expected.has(name) && !expected.has(MORE)) {
                throw new AssertionError(where + ": unexpected " + name + " in " + actual);
            }
        });
    }

    void xml(String expected, String actual) {
        element("", XmlRoot.of(expected), XmlRoot.of(actual));
    }

    private void element(String where, Element expected, Element actual) {
        var path = where + "/" + expected.getLocalName();
        if (!name(expected).equals(name(actual))) {
            throw new AssertionError(path + ": is " + name(actual));
        }
        if (!attributes(expected).equals(attributes(actual))) {
            throw new AssertionError(path + ": expected " + attributes(expected) + " but was " + attributes(actual));
        }
        var wanted = children(expected);
        var there = children(actual);
        boolean more = !wanted.isEmpty() && wanted.getLast().getLocalName().equals(MORE_ELEMENTS);
        int count = more ? wanted.size() - 1 : wanted.size();
        if (there.size() < count || (!more && there.size() > count)) {
            throw new AssertionError(
                    path + ": " + there.stream().map(Likeness::name).toList());
        }
        // What may have others beside it is looked up by its name, in order.
        var left = new ArrayList<>(there);
        for (var child : wanted.subList(0, count)) {
            while (more && !left.isEmpty() && !name(left.getFirst()).equals(name(child))) {
                left.removeFirst();
            }
            if (left.isEmpty()) {
                throw new AssertionError(path + ": no " + name(child));
            }
            element(path, child, left.removeFirst());
        }
        if (wanted.isEmpty()) {
            text(
                    path,
                    expected.getTextContent().strip(),
                    actual.getTextContent().strip());
        }
    }

    private static String name(Node node) {
        return node.getNamespaceURI() == null
                ? node.getLocalName()
                : "{" + node.getNamespaceURI() + "}" + node.getLocalName();
    }

    private static Map<String, String> attributes(Element element) {
        var found = new HashMap<String, String>();
        var all = element.getAttributes();
        for (int i = 0; i < all.getLength(); i++) {
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(all.item(i).getNamespaceURI())) {
                found.put(name(all.item(i)), all.item(i).getNodeValue());
            }
        }
        return found;
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
