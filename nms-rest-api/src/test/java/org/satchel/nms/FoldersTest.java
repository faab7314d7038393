// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.FolderPath;
import org.satchel.model.Quota;

@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FoldersTest {
    private final Rest rest = new Rest();

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void a_folder_is_made_below_its_parent() {
        var made = create("/RCSMessageStore", "Archive");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/reference/path").textValue()).isEqualTo("/RCSMessageStore/Archive");
        assertThat(made.header("Location")).isEqualTo(made.created());
        var folder = rest.get(made.created()).json().get("folder");
        assertThat(folder.get("name").textValue()).isEqualTo("Archive");
        assertThat(rest.get(folder.get("parentFolder").textValue())
                        .json()
                        .at("/folder/path")
                        .textValue())
                .isEqualTo("/RCSMessageStore");
        assertThat(create("/RCSMessageStore", "Archive").status()).isEqualTo(409);
        assertThat(create("/missing", "x").status()).isEqualTo(404);
        assertThat(create("/", "Top").status()).isEqualTo(201);
        for (var name : new String[] {"", "a/b", "\\u0007", "x".repeat(300)}) {
            assertThat(create("/", name).status()).as(name).isEqualTo(400);
        }
        var homeless = rest.post(rest.url("/folders"), "{\"folder\":{\"name\":\"x\"}}");
        assertThat(homeless.status()).isEqualTo(400);
        assertThat(homeless.json()
                        .at("/requestError/serviceException/messageId")
                        .textValue())
                .isEqualTo("SVC1009");
        // The bare type without its root member. OMA NMS §13.6
        assertThat(rest.post(rest.url("/folders"), "{\"parentFolderPath\":\"/\",\"name\":\"Bare\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void the_root_shows_the_folders_of_the_box() {
        var root = rest.get(rest.url("/folders")).json().get("folder");

        assertThat(root.get("path").textValue()).isEqualTo("/");
        assertThat(root.has("parentFolder")).isFalse();
        assertThat(root.at("/subFolders/folderReference").toString())
                .contains("/Default")
                .contains("/INBOX");
        assertThat(root.get("lastModSeq").longValue())
                .isEqualTo(rest.box().view().modSeq().number());
    }

    @Test
    void the_content_of_a_folder_comes_in_pages_folders_first() {
        for (int i = 0; i < 5; i++) {
            create("/RCSMessageStore", "f" + i);
            rest.deposit("RCSMessageStore", "Subject: " + i + "\r\n\r\n");
        }
        var url = id("/RCSMessageStore");
        var paths = new ArrayList<String>();
        var cursor = "";
        int pages = 0;
        do {
            var folder =
                    rest.get(url + "?maxEntries=3&fromCursor=" + cursor).json().get("folder");
            folder.at("/subFolders/folderReference")
                    .forEach(it -> paths.add(it.get("path").textValue()));
            folder.at("/objects/objectReference")
                    .forEach(it -> paths.add(it.get("path").textValue()));
            cursor = folder.path("cursor").asText("");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(paths).hasSize(10).doesNotHaveDuplicates();
        assertThat(paths.subList(0, 5)).allMatch(path -> path.matches(".*/f\\d"));
        assertThat(paths.subList(5, 10)).allMatch(path -> path.matches(".*/o\\d+"));
        assertThat(pages).isEqualTo(4);
        var objects = rest.get(url + "?listFilter=Objects").json().get("folder");
        assertThat(objects.has("subFolders")).isFalse();
        assertThat(objects.at("/objects/objectReference")).hasSize(5);
        assertThat(rest.get(url + "?listFilter=none").json().get("folder").has("objects"))
                .isFalse();
        assertThat(rest.get(url + "?listFilter=what").status()).isEqualTo(400);
        assertThat(rest.get(url + "?maxEntries=x").status()).isEqualTo(400);
        assertThat(rest.get(url + "?fromCursor=x").status()).isEqualTo(400);
    }

    @Test
    void removing_a_folder_removes_all_in_it_but_no_system_folder() {
        rest.deposit("RCSMessageStore/a/b", "Subject: x\r\n\r\n");
        var object = rest.url("/objects/o1");
        assertThat(rest.get(object).status()).isEqualTo(200);

        assertThat(rest.delete(id("/RCSMessageStore/a")).status()).isEqualTo(204);

        assertThat(rest.get(object).status()).isEqualTo(404);
        assertThat(rest.get(rest.url("/folders/operations/pathToId?path=/RCSMessageStore/a/b"))
                        .status())
                .isEqualTo(404);
        assertThat(rest.delete(id("/Default")).status()).isEqualTo(403);
        assertThat(rest.delete(rest.url("/folders/root")).status()).isEqualTo(403);
        assertThat(rest.delete(rest.url("/folders/f999")).status()).isEqualTo(404);
    }

    @Test
    void a_folder_is_renamed_in_its_place() {
        var url = create("/RCSMessageStore", "old").created();
        rest.deposit("RCSMessageStore/old/sub", "Subject: x\r\n\r\n");

        assertThat(rest.put(url + "/folderName", "{\"name\":\"new\"}")
                        .json()
                        .get("name")
                        .textValue())
                .isEqualTo("new");
        assertThat(rest.get(url + "/folderName").json().get("name").textValue()).isEqualTo("new");
        assertThat(rest.get(rest.url("/objects/o1")).json().at("/object/path").textValue())
                .isEqualTo("/RCSMessageStore/new/sub/o1");
        assertThat(rest.put(id("/Default") + "/folderName", "{\"name\":\"x\"}").status())
                .isEqualTo(403);
        assertThat(rest.put(url + "/folderName", "{}").status()).isEqualTo(400);
    }

    @Test
    void folders_are_found_by_path_and_by_name() {
        create("/RCSMessageStore", "Summer 2026");
        rest.deposit("Default/tel:+15550100042", "Subject: x\r\n\r\n");

        var byPath = rest.get(rest.url("/folders/operations/pathToId?path=%2FDefault%2Ftel%3A%2B15550100042"));
        var formDecoded = rest.get(rest.url("/folders/operations/pathToId?path=/Default/tel:+15550100042"));
        var several = rest.post(
                        rest.url("/folders/operations/pathToId"),
                        "{\"pathList\":{\"path\":[\"/Default\",\"/no\",\"/\"]}}")
                .json()
                .at("/bulkResponseList/response");
        var byName =
                rest.post(rest.url("/folders/operations/search"), """
                {"selectionCriteria":{"maxEntries":10,"searchCriteria":{"criterion":[
                 {"type":"Attribute","name":"Name","value":"summer"}]}}}""").json().at("/folderList/folder");
        var none = rest.post(rest.url("/folders/operations/search"), """
                {"selectionCriteria":{"searchCriteria":{"criterion":[
                 {"type":"Attribute","name":"Name","value":"nothing"}]}}}""");

        assertThat(byPath.json().at("/reference/path").textValue()).isEqualTo("/Default/tel:+15550100042");
        assertThat(formDecoded.json()).isEqualTo(byPath.json());
        assertThat(several).hasSize(3);
        assertThat(several.at("/1/code").intValue()).isEqualTo(404);
        assertThat(byName).hasSize(1);
        assertThat(byName.at("/0/path").textValue()).isEqualTo("/RCSMessageStore/Summer 2026");
        assertThat(none.status()).isEqualTo(204);
    }

    /// CPM-MSG §4.1
    @Test
    void what_was_recorded_leaves_its_conversation_as_a_copy_only() {
        rest.deposit("Default/tel:+15550100042", "Subject: x\r\n\r\n");
        create("/RCSMessageStore", "to");
        var object = rest.url("/objects/o1");

        var moved = transfer("moveToFolder", "/RCSMessageStore/to", "objects\":{\"objectReference", object);
        var copied = transfer("copyToFolder", "/RCSMessageStore/to", "objects\":{\"objectReference", object);
        var kept = transfer(
                "moveToFolder", "/RCSMessageStore", "folders\":{\"folderReference", id("/Default/tel:+15550100042"));
        var misplaced = create("/Default", "Summer 2026");

        assertThat(moved.at("/0/code").intValue()).isEqualTo(403);
        assertThat(copied.at("/0/success/path").textValue()).isEqualTo("/RCSMessageStore/to/o2");
        assertThat(kept.at("/0/success/path").textValue()).isEqualTo("/RCSMessageStore/tel:+15550100042");
        assertThat(rest.get(object).json().at("/object/path").textValue())
                .isEqualTo("/RCSMessageStore/tel:+15550100042/o1");
        assertThat(misplaced.status()).isEqualTo(403);
    }

    @Test
    void objects_and_folders_are_copied_and_moved() {
        rest.deposit("RCSMessageStore/from", "Subject: x\r\n\r\n");
        create("/RCSMessageStore", "to");
        var object = rest.url("/objects/o1");

        var copied = transfer("copyToFolder", "/RCSMessageStore/to", "objects\":{\"objectReference", object);
        var moved = transfer("moveToFolder", "/RCSMessageStore/to", "objects\":{\"objectReference", object);
        var tree = transfer(
                "copyToFolder",
                "/RCSMessageStore",
                "folders\":{\"folderReference",
                create("/", "Top").created());
        var intoItself = transfer(
                "moveToFolder", "/RCSMessageStore/to", "folders\":{\"folderReference", id("/RCSMessageStore/to"));

        assertThat(copied.at("/0/success/path").textValue()).isEqualTo("/RCSMessageStore/to/o2");
        assertThat(moved.at("/0/success/resourceURL").textValue()).isEqualTo(object);
        assertThat(rest.get(object).json().at("/object/path").textValue()).isEqualTo("/RCSMessageStore/to/o1");
        assertThat(tree.at("/0/success/path").textValue()).isEqualTo("/RCSMessageStore/Top");
        assertThat(intoItself.at("/0/code").intValue()).isEqualTo(403);
        assertThat(rest.get(rest.url("/objects/operations/pathToId?path=/RCSMessageStore/to/o2"))
                        .status())
                .isEqualTo(200);
        assertThat(rest.get(rest.url("/objects/operations/pathToId?path=/Default/o2"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void the_quota_is_shown_to_who_asks_for_it() {
        rest.deposit("Default", "Subject: x\r\n\r\n");

        var attributes = rest.get(id("/Default") + "?attrFilter=Quota").json().at("/folder/attributes/attribute");

        assertThat(attributes.toString()).contains("OccupiedStorage").contains("OccupiedMessages");
    }

    @Test
    void a_tree_for_which_there_is_no_room_is_not_copied_by_half() {
        create("/RCSMessageStore", "from");
        create("/RCSMessageStore/from", "below");
        create("/RCSMessageStore", "to");
        rest.deposit("RCSMessageStore/from", "Subject: one\r\n\r\n");
        rest.deposit("RCSMessageStore/from/below", "Subject: two\r\n\r\n");
        rest.box().write(Actor.owner(rest.ann), tx -> tx.setQuota(new Quota(1_000, 3)));

        var copied = transfer(
                "copyToFolder", "/RCSMessageStore/to", "folders\":{\"folderReference", id("/RCSMessageStore/from"));

        assertThat(copied.get(0).get("code").intValue()).isEqualTo(507);
        assertThat(rest.box().view().folder(new FolderPath("RCSMessageStore/to/from")))
                .isEmpty();
    }

    private JsonNode transfer(String way, String target, String kind, String source) {
        var answer = rest.post(rest.url("/folders/operations/" + way), """
                {"targetSourceRef":{"targetRef":{"path":"%s"},"sourceRefs":{"%s":[{"resourceURL":"%s"}]}}}}""".formatted(target, kind, source));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/bulkResponseList/response");
    }

    private Rest.Answer create(String parent, String name) {
        return rest.post(
                rest.url("/folders"),
                "{\"folder\":{\"parentFolderPath\":\"%s\",\"name\":\"%s\"}}".formatted(parent, name));
    }

    private String id(String path) {
        return rest.get(rest.url("/folders/operations/pathToId?path=" + path))
                .json()
                .at("/reference/resourceURL")
                .textValue();
    }
}
