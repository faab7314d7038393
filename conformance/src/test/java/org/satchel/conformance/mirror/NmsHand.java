// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;

/// Changes a box over REST.
final class NmsHand implements Changes.Hand {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// What others may have taken away, moved, or made already, what is not allowed, and what gets too deep.
    private static final Set<Integer> LOST_RACES = Set.of(403, 404, 409, 413);

    private static final int SOME_MAX = 8;
    private static final int FOLDERS_MAX = 30;

    private final NmsWire wire;
    private final List<String> objects;
    private final Random random;

    /// @param objects URLs of some that are there, or were; new ones are added
    NmsHand(ServerProcess server, String box, List<String> objects, Random random) {
        this.wire = new NmsWire(server.face("http"), box);
        this.objects = objects;
        this.random = random;
    }

    @Override
    public boolean step() throws IOException {
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> create();
            case 3, 4 -> isDone(wire.put(flag()));
            case 5, 6 -> isDone(wire.delete(flag()));
            case 7 -> isDone(wire.put(object() + "/flags", flags().toString()));
            case 8, 9 -> isAnyDone(wire.post(wire.url("objects/operations/bulkUpdate"), update()));
            case 10 -> isDone(wire.delete(object()));
            case 11 -> isAnyDone(wire.post(wire.url("objects/operations/bulkDelete"), deletion()));
            case 12 -> transfer("copyToFolder", "objects", "objectReference", some(), folder());
            case 13, 14 -> transfer("moveToFolder", "objects", "objectReference", some(), folder());
            case 15 -> isDone(wire.post(wire.url("folders"), """
                    {"folder":{"parentFolder":"%s","name":"%s"}}""".formatted(folder(), Names.word(random))));
            case 16 -> isDone(wire.put(removable() + "/folderName", "{\"name\":\"" + Names.word(random) + "\"}"));
            case 17 -> transfer("moveToFolder", "folders", "folderReference", List.of(removable()), removable());
            case 18 -> copyTree();
            default -> isDone(wire.delete(removable()));
        };
    }

    @Override
    public void close() {
        wire.close();
    }

    private boolean create() throws IOException {
        var messages = new ArrayList<Upload.Message>();
        for (int i = 1 + random.nextInt(SOME_MAX); i > 0; i--) {
            var id = "r" + Long.toHexString(random.nextLong());
            messages.add(new Upload.Message(id, "東京 " + id, List.of(Names.one(Names.FLAGS, random))));
        }
        var made = wire.post(
                wire.url("objects/operations/bulkCreation"), Upload.contentType(), Upload.bulk("/INBOX", messages));
        objects.addAll(made(made.expect(200).json()));
        return true;
    }

    /// URLs of what a bulk operation has made.
    static List<String> made(JsonNode answer) {
        var urls = new ArrayList<String>();
        for (var response : answer.at("/bulkResponseList/response")) {
            if (!response.has("success")) {
                throw new AssertionError(response.toString());
            }
            urls.add(response.at("/success/resourceURL").asText());
        }
        return urls;
    }

    private boolean transfer(String how, String list, String member, List<String> sources, String target)
            throws IOException {
        var body = JSON.createObjectNode();
        var transfer = body.putObject("targetSourceRef");
        transfer.putObject("targetRef").put("resourceURL", target);
        references(transfer.putObject("sourceRefs").putObject(list), member, sources);
        return isAnyDone(wire.post(wire.url("folders/operations/" + how), body.toString()));
    }

    /// Not for ever more.
    private boolean copyTree() throws IOException {
        return folders().size() < FOLDERS_MAX
                && transfer("copyToFolder", "folders", "folderReference", List.of(removable()), removable());
    }

    private String update() {
        var body = JSON.createObjectNode();
        var update = body.putObject("bulkUpdate").put("operation", random.nextBoolean() ? "AddFlag" : "RemoveFlag");
        update.set("flags", flags().path("flagList"));
        references(update.putObject("objects"), "objectReference", some());
        return body.toString();
    }

    private String deletion() {
        var body = JSON.createObjectNode();
        references(body.putObject("bulkDelete").putObject("objects"), "objectReference", some());
        return body.toString();
    }

    private static void references(ObjectNode list, String member, List<String> urls) {
        var references = list.putArray(member);
        urls.forEach(url -> references.addObject().put("resourceURL", url));
    }

    private ObjectNode flags() {
        var body = JSON.createObjectNode();
        body.putObject("flagList").putArray("flag").add(Names.one(Names.FLAGS, random));
        return body;
    }

    private String flag() {
        return object() + "/flags/" + URLEncoder.encode(Names.one(Names.FLAGS, random), StandardCharsets.UTF_8);
    }

    private String object() {
        return Names.one(objects, random);
    }

    private List<String> some() {
        var some = new ArrayList<String>();
        for (int i = 1 + random.nextInt(SOME_MAX); i > 0; i--) {
            some.add(object());
        }
        return some.stream().distinct().toList();
    }

    /// URL of INBOX or of one of those that come and go.
    private String folder() throws IOException {
        var urls = folders();
        urls.add(inbox());
        return Names.one(urls, random);
    }

    private String removable() throws IOException {
        var urls = folders();
        return urls.isEmpty() ? wire.url("folders/none") : Names.one(urls, random);
    }

    private String inbox() throws IOException {
        return wire.get(wire.url("folders/operations/pathToId?path=%2FINBOX"))
                .expect(200)
                .json()
                .at("/reference/resourceURL")
                .asText();
    }

    private List<String> folders() throws IOException {
        var urls = new ArrayList<String>();
        var answer = wire.post(wire.url("folders/operations/search"), "{\"selectionCriteria\":{\"maxEntries\":500}}");
        answer.expect(200).json().at("/folderList/folder").forEach(folder -> {
            if (folder.path("path").asText().startsWith("/" + Names.TOP)) {
                urls.add(folder.path("resourceURL").asText());
            }
        });
        return urls;
    }

    private static boolean isDone(NmsWire.Answer answer) {
        if (answer.status() / 100 == 2) {
            return true;
        }
        if (!LOST_RACES.contains(answer.status())) {
            throw new AssertionError(answer.response().request() + " was answered " + answer);
        }
        return false;
    }

    /// Whether at least one of many was done.
    private static boolean isAnyDone(NmsWire.Answer answer) throws IOException {
        if (!isDone(answer)) {
            return false;
        }
        boolean any = false;
        for (var response : answer.json().at("/bulkResponseList/response")) {
            int code = response.path("code").asInt();
            any |= code / 100 == 2;
            if (code / 100 != 2 && !LOST_RACES.contains(code)) {
                throw new AssertionError(answer.response().request() + " was answered " + answer);
            }
        }
        return any;
    }
}
