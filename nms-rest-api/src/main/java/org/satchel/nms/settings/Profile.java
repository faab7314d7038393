// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.satchel.model.FolderPath;

/// How the clients of an operator want to be spoken to, where the specification leaves room or they do not keep to it.
///
/// @param name as the configuration names it
/// @param contexts words for kinds of messages, ours to theirs; a word that is not here is the same for both. NMS §11.3
/// @param aliases folder paths that clients know by another name, without leading slash: `main`. NMS §11.6
/// @param presets what the names of a PresetSearch mean. NMS §7.1, §13.16
/// @param answers statuses that clients differ about
/// @param bulkDelete methods of `bulkDelete`. NMS §13.2
/// @param channels what they expect of notification channels
/// @param searchDefault objects on a search page when the client does not say. NMS §4.4
/// @param inlineTextBytesMax texts that are told with their object, all of one object together; 0 = none. NMS §5.1
public record Profile(
        String name,
        Map<String, String> contexts,
        Map<String, FolderPath> aliases,
        Map<String, Preset> presets,
        Answers answers,
        Set<String> bulkDelete,
        ChannelShapes channels,
        int searchDefault,
        int inlineTextBytesMax) {
    private static final FolderPath RECORDED = new FolderPath("Default");

    /// Nobody in particular: takes what any known client sends.
    public static final Profile DEFAULT = new Profile(
            "default",
            Map.of(),
            Map.of("main", RECORDED),
            Map.of("UPOneDotO", Preset.ALL, "path", Preset.FOLDER_BY_PATH),
            Answers.DEFAULT,
            Set.of("DELETE", "POST"),
            ChannelShapes.DEFAULT,
            100,
            0);

    /// Clients as in AT&T's network: one flat box, the generic words, small pages.
    public static final Profile ATT_STYLE = new Profile(
            "att-style",
            Map.of(),
            Map.of("main", RECORDED),
            Map.of("UPOneDotO", Preset.ALL),
            new Answers(201, 204, 403),
            Set.of("POST"),
            ChannelShapes.ATT,
            10,
            0);

    /// Clients as in T-Mobile US's network: words of their own, folders by path.
    public static final Profile TMO_STYLE = new Profile(
            "tmo-style",
            Map.ofEntries(
                    entry("chat-message", "X-RCS-Chat"),
                    entry("file-message", "X-RCS-FT"),
                    entry("standalone-message", "X-RCS-PM")),
            Map.of("main", RECORDED, "RCSMessageStore", RECORDED),
            Map.of("path", Preset.FOLDER_BY_PATH),
            new Answers(201, 201, 403),
            Set.of("DELETE"),
            ChannelShapes.DEFAULT,
            100,
            0);

    public Profile {
        contexts = Map.copyOf(contexts);
        aliases = Map.copyOf(aliases);
        presets = Map.copyOf(presets);
        bulkDelete = Set.copyOf(bulkDelete);
    }

    /// One that comes with the server.
    public static Optional<Profile> named(String name) {
        return Stream.of(DEFAULT, ATT_STYLE, TMO_STYLE)
                .filter(profile -> profile.name().equals(name))
                .findFirst();
    }

    /// The same with other channels.
    public Profile withChannels(ChannelShapes other) {
        return new Profile(
                name, contexts, aliases, presets, answers, bulkDelete, other, searchDefault, inlineTextBytesMax);
    }

    /// The same with texts up to this length told with their object.
    public Profile withInlineText(int bytesMax) {
        return new Profile(name, contexts, aliases, presets, answers, bulkDelete, channels, searchDefault, bytesMax);
    }

    /// Their word for a kind of message.
    public String context(String ours) {
        return contexts.getOrDefault(ours, ours);
    }

    /// @param flagSet when a flag was set, whether it was set before or not. NMS §13.3
    /// @param flagCleared when it was taken off. NMS §13.3
    /// @param full when the box has no room. NMS §13.31
    public record Answers(int flagSet, int flagCleared, int full) {
        public static final Answers DEFAULT = new Answers(201, 204, 507);
    }

    /// A search that the server knows by name.
    public enum Preset {
        /// Everything in the box.
        ALL,
        /// What is in the folder whose path is the preset's value.
        FOLDER_BY_PATH
    }
}
