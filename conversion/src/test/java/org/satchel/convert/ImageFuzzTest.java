// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class ImageFuzzTest {
    private static final String[] BEGINNINGS = {
        "",
        "\u00ff\u00d8",
        "\u00ff\u00d8\u00ff\u00e1\u0000@Exif\u0000\u0000",
        "\u00ff\u00d8\u00ff\u00c0\u0000\u0011\u0008",
        "GIF89a",
        "GIF89a\u0004\u0000\u0004\u0000\u0080\u0000\u0000\u0000\u0000\u0000\u00ff\u00ff\u00ff,\u0000\u0000\u0000\u0000",
        "\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR"
    };

    private final ImageScaler scaler = new ImageScaler(ImageScaler.Limits.DEFAULT);

    @FuzzTest(maxDuration = "30s")
    void any_bytes_are_a_picture_or_are_refused(FuzzedDataProvider data) throws IOException {
        var text = data.pickValue(BEGINNINGS) + new String(data.consumeRemainingAsBytes(), StandardCharsets.ISO_8859_1);
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            var preview = scaler.scale(() -> new ByteArrayInputStream(bytes), ImageHeader.Format.JPEG, 64, 64);
            var header = ImageHeader.read(new ByteArrayInputStream(preview));
            assertThat(Math.max(header.width(), header.height())).isLessThanOrEqualTo(64);
        } catch (Refused refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
