// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.share.Shares;
import org.satchel.model.state.BoxState;
import org.satchel.server.accounts.Account;
import org.satchel.server.accounts.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator's door to the rights of users: what it changes it changes as the owner, and each change is logged with
/// who, where and what, but without the folder's name.
///
/// Requests and answers are single lines for the control socket: words and lines are escaped, with blanks in between.
public record Overrides(MessageStore store, Accounts accounts, Shares shares, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Overrides.class);
    private static final String OPERATOR = "operator";
    private static final String NO_END = "-";

    /// A request as one line.
    public static String request(List<String> words) {
        return words.stream().map(word -> URLEncoder.encode(word, UTF_8)).collect(Collectors.joining(" "));
    }

    /// The lines that an answer to it holds.
    ///
    /// @throws IOException with the reason, when it was refused
    public static List<String> lines(String answer) throws IOException {
        var words = Arrays.stream(answer.split(" ", -1))
                .map(word -> URLDecoder.decode(word, UTF_8))
                .toList();
        if (!words.getFirst().equals("ok")) {
            throw new IOException(String.join(" ", words.subList(1, words.size())));
        }
        return words.subList(1, words.size());
    }

    /// @param request `list OWNER`, `set OWNER FOLDER GRANTEE RIGHTS END`, or `revoke OWNER FOLDER GRANTEE`
    public String answer(String request) {
        try {
            var words = Arrays.stream(request.split(" ", -1))
                    .map(word -> URLDecoder.decode(word, UTF_8))
                    .toList();
            var lines = answer(words);
            return lines.isEmpty() ? "ok" : "ok " + request(lines);
        } catch (IOException | StoreFailure | IllegalArgumentException refused) {
            return "error " + request(List.of(String.valueOf(refused.getMessage())));
        }
    }

    private List<String> answer(List<String> words) throws IOException {
        return switch (words.getFirst()) {
            case "list" -> list(box(words.get(1)));
            case "set" -> {
                var rights = rights(words.get(4));
                yield set(box(words.get(1)), words.get(2), grantee(words.get(3)), rights, end(words.get(5)));
            }
            case "revoke" -> {
                var box = box(words.get(1));
                var grantee = isListed(box, words.get(2), words.get(3)) ? words.get(3) : grantee(words.get(3));
                yield set(box, words.get(2), grantee, Set.of(), null);
            }
            default -> throw new IllegalArgumentException("no such request: " + words.getFirst());
        };
    }

    /// Folder, grantee, rights and end, of what holds now.
    private List<String> list(MessageBox box) {
        var view = box.view();
        var now = clock.instant();
        var lines = new ArrayList<String>();
        for (var folder : view.folders()) {
            for (var grant : view.grants(folder.id())) {
                if (grant.isLive(now)) {
                    lines.add(line(folder, grant));
                }
            }
        }
        return lines;
    }

    private List<String> set(MessageBox box, String path, String grantee, Set<Right> rights, @Nullable Instant end) {
        var folder =
                box.view().folder(new FolderPath(path)).orElseThrow(() -> new StoreFailure.NotFound("folder " + path));
        if (grantee.equals(box.id().text())) {
            throw new IllegalArgumentException("the owner has all rights");
        }
        var grant = new Grant(folder.id(), grantee, rights, end);
        shares.grant(box, new Actor(box.id().text(), OPERATOR), folder.id(), grantee, present -> grant);
        LOG.info(
                "override by the operator: in folder {} of {}, {} has the rights '{}', end {}",
                folder.id().number(),
                box.id(),
                grantee,
                Right.letters(rights),
                end == null ? "none" : end);
        return rights.isEmpty() ? List.of() : List.of(line(folder, grant));
    }

    private static String line(Folder folder, Grant grant) {
        var end = grant.expires();
        return String.join(
                "\t",
                folder.path().text(),
                grant.principal(),
                Right.letters(grant.rights()),
                end == null ? NO_END : end.toString());
    }

    private MessageBox box(String address) throws IOException {
        return store.find(account(address))
                .orElseThrow(() -> new StoreFailure.NotFound("the box of " + address + ": its owner was never there"));
    }

    private String grantee(String address) throws IOException {
        return address.equals(BoxState.ANYONE) ? address : account(address).text();
    }

    /// What is listed can be taken away, also when there is no such account any more.
    private static boolean isListed(MessageBox box, String path, String principal) {
        var view = box.view();
        return view.folder(new FolderPath(path)).stream()
                .flatMap(folder -> view.grants(folder.id()).stream())
                .anyMatch(grant -> grant.principal().equals(principal));
    }

    private BoxId account(String address) throws IOException {
        return accounts.find(address)
                .map(Account::box)
                .orElseThrow(() -> new StoreFailure.NotFound("an account with the address " + address));
    }

    private static Set<Right> rights(String letters) {
        var rights = Right.parse(letters);
        if (rights.isEmpty()) {
            throw new IllegalArgumentException("no rights are named; revoke takes them away");
        }
        return rights;
    }

    private @Nullable Instant end(String text) {
        if (text.equals(NO_END)) {
            return null;
        }
        try {
            var end = text.startsWith("P") ? clock.instant().plus(Duration.parse(text)) : Instant.parse(text);
            if (!clock.instant().isBefore(end)) {
                throw new IllegalArgumentException("the end " + end + " is over");
            }
            return end;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a time such as 2026-06-30T00:00:00Z nor a"
                            + " duration such as P30D or PT1H",
                    e);
        }
    }
}
