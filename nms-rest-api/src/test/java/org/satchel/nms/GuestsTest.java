// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Right;

/// What somebody else than the owner may do in a box, and learns of it.
// CPM-MSG §7.2
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuestsTest {
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
    void a_name_that_he_may_not_give_does_not_tell_whether_it_is_taken() {
        var shared = share("Kept/shared", "lrx2");
        share("Kept", "l");
        folder("Kept/hidden");
        folder("hidden");
        for (var parent : new String[] {"/", "/Kept"}) {
            assertThat(create(parent, "hidden"))
                    .isEqualTo(create(parent, "none"))
                    .isEqualTo(403);
        }
        assertThat(rename(shared, "hidden")).isEqualTo(rename(shared, "none")).isEqualTo(403);
        share("Kept", "");
        assertThat(rename(shared, "hidden")).isEqualTo(rename(shared, "none")).isEqualTo(403);
    }

    @Test
    void a_folder_below_one_that_is_hidden_from_him_stays_there_when_he_renames_it() {
        var shared = share("Kept/shared", "lrx2");
        share("Kept", "k");
        assertThat(rename(shared, "named")).isEqualTo(200);
        assertThat(rest.box().view().folder(shared).orElseThrow().path()).isEqualTo(new FolderPath("Kept/named"));
    }

    /// That something comes is a count, too.
    @Test
    void who_may_list_a_folder_but_not_read_it_does_not_learn_when_something_comes() {
        var listed = share("Kept", "l");
        var before = get("/folders/f" + listed.number());
        var root = get("/folders");
        rest.deposit("Kept", "Subject: one\r\n\r\n");
        assertThat(get("/folders/f" + listed.number())).isEqualTo(before).contains("Kept");
        assertThat(get("/folders")).isEqualTo(root);
        share("Kept", "lr");
        assertThat(get("/folders/f" + listed.number())).isNotEqualTo(before);
    }

    @Test
    void a_tree_of_which_he_may_not_copy_all_is_not_copied_by_half() {
        share("Kept/tree", "lr0");
        share("Kept/tree/a", "lr0");
        share("Kept/tree/b", "lr");
        share("Target", "lrik");
        rest.deposit("Kept/tree/a", "Subject: one\r\n\r\n");
        rest.deposit("Kept/tree/b", "Subject: two\r\n\r\n");
        var answer = post("/folders/operations/copyToFolder", """
                {"targetSourceRef":{"targetRef":{"path":"/Target"},
                 "sourceRefs":{"folders":{"folderReference":[{"path":"/Kept/tree"},{"path":"/Kept/tree/a"}]}}}}""");
        assertThat(answer).contains("\"code\":403", "\"code\":200");
        assertThat(rest.box().view().folder(new FolderPath("Target/tree"))).isEmpty();
        assertThat(rest.box()
                        .view()
                        .folder(new FolderPath("Target/a"))
                        .orElseThrow()
                        .count())
                .isOne();
    }

    private FolderId folder(String path) {
        var box = rest.box();
        if (box.view().folder(new FolderPath(path)).isEmpty()) {
            box.write(Actor.owner(box.id()), tx -> tx.createFolder(new FolderPath(path)));
        }
        return box.view().folder(new FolderPath(path)).orElseThrow().id();
    }

    private FolderId share(String path, String letters) {
        var id = folder(path);
        var grant = new Grant(id, Rest.BEN.text(), Right.parse(letters), null);
        rest.box().write(Actor.owner(rest.ann), tx -> tx.grant(grant));
        return id;
    }

    private int create(String parent, String name) {
        var wish = "{\"folder\":{\"parentFolderPath\":\"%s\",\"name\":\"%s\"}}".formatted(parent, name);
        return ask("/folders", "POST", wish).status();
    }

    private int rename(FolderId folder, String name) {
        return ask("/folders/f" + folder.number() + "/folderName", "PUT", "{\"name\":\"" + name + "\"}")
                .status();
    }

    private String get(String path) {
        return ask(path, "GET", "").text();
    }

    private String post(String path, String json) {
        return ask(path, "POST", json).text();
    }

    private Rest.Answer ask(String path, String method, String json) {
        return rest.send(rest.request(rest.url(path))
                .setHeader("Authorization", Rest.basic(Rest.BEN.text() + ":" + Rest.PASSWORD))
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build());
    }
}
