// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ObjectsTest {
    private final Rest rest = new Rest();

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void what_is_posted_is_got_back() {
        var created = rest.upload(Rest.chat("imdn-1", "On my way"));
        assertThat(created.header("Location")).isEqualTo(created.created());

        var object = rest.get(created.created()).json().get("object");

        assertThat(object.at("/correlationId").textValue()).isEqualTo("imdn-1");
        assertThat(object.at("/path").textValue()).isEqualTo("/Default/tel:+15550100042/o1");
        assertThat(object.toString()).contains("On my way");
        assertThat(rest.get(created.created() + "/payloadParts/part1").text()).isEqualTo("On my way");
    }
}
