// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.satchel.model.memory.MemoryStore;

class InnerHeaderSearchTest {
    private static final String MESSAGE = """
            Subject: outer
            Content-Type: message/rfc822

            Subject: =?utf-8?Q?inn=C3=A9r?=

            text
            """.replace("\n", "\r\n");

    @Test
    void the_header_of_a_message_within_is_text_of_the_body() throws IOException {
        try (var store = new MemoryStore()) {
            var box = store.create(new BoxId("tel:+15550100001"));
            var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
            var bytes = new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8));
            try (var draft = box.draft(bytes, 10_000)) {
                box.write(Actor.owner(box.id()), tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
            }
            assertThat(hits(box, inbox, "innér")).isOne();
            assertThat(hits(box, inbox, "text")).isOne();
            assertThat(hits(box, inbox, "outer")).isZero();
        }
    }

    private static int hits(MessageBox box, FolderId folder, String text) {
        return new ScanningFinder()
                .find(box.view(), Search.in(folder, new Query.Body(text)))
                .size();
    }
}
