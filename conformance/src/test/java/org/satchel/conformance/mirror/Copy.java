// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the folder of `satchel sync` holds, read as docs/sync.md says.
///
/// @param folders by path, without what changes with their content
/// @param objects by URL; `path` is where the object is now
record Copy(Path root, JsonNode state, Map<String, JsonNode> folders, Map<String, JsonNode> objects) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Copy read(Path root) throws IOException {
        var state = JSON.readTree(root.resolve("state.json").toFile());
        var folders = new HashMap<String, JsonNode>();
        var objects = new HashMap<String, ObjectNode>();
        var bytes = Files.readAllBytes(root.resolve(state.at("/journal/file").asText()));
        var lines = new String(bytes, 0, state.at("/journal/bytes").asInt(), UTF_8);
        for (var text : lines.split("\n")) {
            var line = JSON.readTree(text);
            if (line.has("object")) {
                var object = (ObjectNode) line.path("object");
                objects.put(id(object.path("resourceURL").asText()), object);
            } else if (line.has("folder")) {
                folders.put(id(line.at("/folder/resourceURL").asText()), line.path("folder"));
            } else if (line.has("gone")) {
                objects.remove(line.path("gone").asText());
            } else if (line.has("goneFolder")) {
                folders.remove(line.path("goneFolder").asText());
            }
        }
        var byPath = new TreeMap<String, JsonNode>();
        folders.forEach((id, folder) -> byPath.put(path(id, folders), still(folder)));
        var byUrl = new TreeMap<String, JsonNode>();
        objects.forEach((id, object) -> {
            var folder = path(id(object.path("parentFolder").asText()), folders);
            var name = object.path("path").asText();
            object.put("path", folder + name.substring(name.lastIndexOf('/')));
            byUrl.put(object.path("resourceURL").asText(), object);
        });
        return new Copy(root, state, byPath, byUrl);
    }

    /// The payload files of an object, in the order of its parts.
    List<Path> payloads(JsonNode object) {
        var id = id(object.path("resourceURL").asText());
        var files = new ArrayList<Path>();
        var name = URLEncoder.encode(id, UTF_8);
        var shelf = root.resolve("payloads")
                .resolve(name.substring(name.length() - 2).replace('.', '_'));
        for (int part = 1; part <= object.path("payloadPart").size(); part++) {
            files.add(shelf.resolve(name + "." + part));
        }
        return files;
    }

    /// A folder as far as events tell of it: name and place, but not what it holds.
    static JsonNode still(JsonNode folder) {
        var still = ((ObjectNode) folder).deepCopy();
        still.remove(List.of("lastModSeq", "path", "attributes", "objects", "subFolders", "cursor"));
        return still;
    }

    private static String path(String id, Map<String, JsonNode> folders) {
        var folder = folders.get(id);
        return folder == null
                ? ""
                : path(id(folder.path("parentFolder").asText()), folders) + "/"
                        + folder.path("name").asText();
    }

    private static String id(String url) {
        return URLDecoder.decode(url.substring(url.lastIndexOf('/') + 1), UTF_8);
    }
}
