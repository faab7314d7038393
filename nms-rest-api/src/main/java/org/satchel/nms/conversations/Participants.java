// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.conversations;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.satchel.model.Address;
import org.satchel.model.BoxView;
import org.satchel.model.Conversations;
import org.satchel.model.Folder;
import org.satchel.model.Landmarks;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.mime.ForeignXml;

/// Who takes part in a conversation, its owner aside.
final class Participants {
    private static final int COUNT_MAX = 200;

    private Participants() {}

    /// The party that the conversation is with; of a group those that its last state names, else those of the last
    /// message.
    static List<String> of(BoxView view, Conversation conversation, Summary last) {
        var party = Conversations.peer(conversation.folder().path());
        if (party.isPresent()) {
            return List.of(party.get().uri());
        }
        var named = conversation.parts().stream()
                .flatMap(folder -> state(view, folder).stream())
                .reduce((_, later) -> later)
                .map(Participants::roster)
                .orElse(List.of());
        return others(view, named.isEmpty() ? ofMessage(last) : named);
    }

    private static List<String> ofMessage(Summary message) {
        return Stream.of("From", "To", "Cc")
                .flatMap(name -> message.values(name).stream())
                .toList();
    }

    private static List<String> others(BoxView view, Collection<String> addresses) {
        var owner = view.box().text();
        var others = new LinkedHashSet<String>();
        for (var address : addresses) {
            var uri = Address.parse(address)
                    .map(Address::preferringTel)
                    .map(Address::uri)
                    .orElse(address.strip());
            if (!uri.isEmpty() && !uri.equals(owner) && others.size() < COUNT_MAX) {
                others.add(uri);
            }
        }
        return List.copyOf(others);
    }

    private static Optional<Summary> state(BoxView view, Folder folder) {
        var landmarks = folder.landmarks() == null ? Landmarks.of(view.listing(folder.id())) : folder.landmarks();
        if (landmarks.groupState() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(view.object(new Placement(folder.id(), landmarks.groupState()))
                    .summary());
        } catch (StoreFailure.NotFound removedMeanwhile) {
            return Optional.empty();
        }
    }

    // CPM-MSG §5.11 (group state object)
    private static List<String> roster(Summary state) {
        var addresses = new ArrayList<String>();
        try (var xml =
                ForeignXml.of(new StringReader(state.attribute("TextContent").orElse("")))) {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("participant")) {
                    Optional.ofNullable(xml.getAttributeValue(null, "comm-addr"))
                            .ifPresent(addresses::add);
                }
            }
        } catch (XMLStreamException malformed) {
            // Those before the fault are as good as any.
            return addresses;
        }
        return addresses;
    }
}
