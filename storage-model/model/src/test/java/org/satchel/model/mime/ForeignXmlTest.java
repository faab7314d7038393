// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignXmlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<a>",
                "<a>&b;</a>",
                "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                // The JDK's parser looks for the text of this error, and there is none.
                "<!DOCTYPE a [\0]><a/>"
            })
    void every_fault_is_one_of_xml(String xml) {
        assertThatThrownBy(() -> textOf(xml)).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void a_file_that_an_entity_names_is_not_read(@TempDir Path folder) throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "secret");
        var xml = "<!DOCTYPE a [<!ENTITY b SYSTEM '" + secret.toUri() + "'>]><a>&b;</a>";
        assertThatThrownBy(() -> textOf(xml)).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void a_document_type_elsewhere_is_passed_over() throws IOException, XMLStreamException {
        try (var host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var place = "http://127.0.0.1:" + host.getLocalPort() + "/a.dtd";
            assertThat(textOf("<!DOCTYPE a SYSTEM '" + place + "'><a>text</a>")).isEqualTo("text");
            host.setSoTimeout(100);
            assertThatThrownBy(host::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static String textOf(String document) throws XMLStreamException {
        var text = new StringBuilder();
        try (var xml = ForeignXml.of(new StringReader(document))) {
            while (xml.hasNext()) {
                xml.next();
                text.append(xml.isCharacters() ? xml.getText() : "");
            }
        }
        return text.toString();
    }
}
