// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.FolderPath;

/// What a client that keeps folders by their URLs is told of them.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FolderEventsTest {
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
    void a_folder_that_takes_the_place_of_a_node_is_told_with_what_is_under_it_and_the_node_as_gone() {
        rest.box().write(Actor.owner(rest.ann), tx -> tx.createFolder(new FolderPath("top/in it/deep")));
        var node = rest.box().view().folder(new FolderPath("top")).orElseThrow().id();
        rest.box().write(Actor.owner(rest.ann), tx -> tx.removeFolder(node));
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");

        var made = rest.post(rest.url("/folders"), "{\"folder\":{\"parentFolderPath\":\"/\",\"name\":\"top\"}}")
                .created();

        var events = rest.poll(channel).at("/0/nmsEventList/nmsEvent");
        assertThat(events.at("/0/deletedFolder/resourceURL").textValue())
                .isEqualTo(rest.url("/folders/f" + node.number()));
        assertThat(events.at("/1/changedFolder/resourceURL").textValue()).isEqualTo(made);
        assertThat(events.at("/2/changedFolder/name").textValue()).isEqualTo("in it");
        assertThat(events.at("/2/changedFolder/parentFolder").textValue()).isEqualTo(made);
        assertThat(events).hasSize(3);
    }

    @Test
    void a_folder_is_told_with_the_parent_that_it_has_whatever_that_is_called_by_now() {
        rest.box().write(Actor.owner(rest.ann), tx -> tx.createFolder(new FolderPath("old")));
        var parent =
                rest.box().view().folder(new FolderPath("old")).orElseThrow().id();
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        rest.box().write(Actor.owner(rest.ann), tx -> {
            tx.createFolder(new FolderPath("old/child"));
            tx.renameFolder(parent, new FolderPath("new"));
        });

        assertThat(rest.poll(channel)
                        .at("/0/nmsEventList/nmsEvent/0/changedFolder/parentFolder")
                        .textValue())
                .isEqualTo(rest.url("/folders/f" + parent.number()));
    }
}
