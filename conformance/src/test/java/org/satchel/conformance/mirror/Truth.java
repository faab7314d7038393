// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.satchel.conformance.load.Survey;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;

/// The store, read over both protocols while nobody writes, and how a mirror differs from it.
final class Truth {
    private static final int PARALLEL = 4;
    private static final int SHOWN_MAX = 5;
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");

    private final ServerProcess server;
    private final String box;
    private final Copy copy;
    private final List<String> wrong = new ArrayList<>();

    private Truth(ServerProcess server, String box, Copy copy) {
        this.server = server;
        this.box = box;
        this.copy = copy;
    }

    /// What a mirror has otherwise than the store; empty when it has everything as it is.
    static List<String> differences(ServerProcess server, String box, Copy copy)
            throws IOException, InterruptedException {
        var truth = new Truth(server, box, copy);
        truth.overNms();
        truth.overImap();
        return truth.wrong;
    }

    private void overNms() throws IOException, InterruptedException {
        try (var nms = new NmsWire(server.face("http"), box)) {
            differ("folders over NMS", folders(nms), copy.folders());
            var objects = new TreeMap<String, JsonNode>();
            nms.everything()
                    .forEach(object -> objects.put(object.path("resourceURL").asText(), object));
            differ("objects over NMS", objects, copy.objects());
            payloads(nms, objects.values());
        }
    }

    private static Map<String, JsonNode> folders(NmsWire nms) throws IOException {
        var folders = new TreeMap<String, JsonNode>();
        var list = nms.post(nms.url("folders/operations/search"), "{\"selectionCriteria\":{\"maxEntries\":500}}")
                .expect(200)
                .json()
                .path("folderList");
        if (list.has("cursor")) {
            throw new AssertionError("more folders than one page");
        }
        list.path("folder").forEach(folder -> folders.put(folder.path("path").asText(), Copy.still(folder)));
        return folders;
    }

    /// The bytes of every payload part.
    private void payloads(NmsWire nms, Collection<JsonNode> objects) throws IOException, InterruptedException {
        var work = new ArrayList<Callable<List<String>>>();
        for (var object : objects) {
            work.add(() -> payloadsOf(nms, object));
        }
        try (var executor = Executors.newFixedThreadPool(PARALLEL)) {
            for (var result : executor.invokeAll(work)) {
                wrong.addAll(result.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private List<String> payloadsOf(NmsWire nms, JsonNode object) throws IOException {
        var found = new ArrayList<String>();
        int part = 0;
        for (var file : copy.payloads(object)) {
            var href = object.path("payloadPart").get(part++).path("href").asText();
            var bytes = nms.get(href).expect(200).bytes();
            if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                found.add(file + " is not " + href);
            }
        }
        return found;
    }

    /// How often there is what: folder, flags and the bytes of the parts. IMAP knows nothing of the ids of NMS.
    private void overImap() throws IOException {
        var there = new HashMap<String, Integer>();
        var names = new TreeSet<String>();
        try (var imap = ImapWire.login(server.face("imap"), box)) {
            names.addAll(Survey.names(imap.expectOk("LIST \"\" \"*\"")));
            for (var name : names) {
                imap.expectOk("EXAMINE \"" + name + "\"");
                for (var line :
                        imap.expectOk("UID FETCH 1:* (FLAGS BODY.PEEK[])").lines()) {
                    if (!line.literals().isEmpty()) {
                        var flags = FLAGS.matcher(line.text());
                        var words = flags.find() ? flags.group(1) : "";
                        var key = key(
                                "/" + name,
                                Arrays.asList(words.split(" ")),
                                digests(line.literals().getFirst()));
                        there.merge(key, 1, Integer::sum);
                    }
                }
            }
        }
        var here = new HashMap<String, Integer>();
        for (var object : copy.objects().values()) {
            var path = object.path("path").asText();
            var flags = new ArrayList<String>();
            object.at("/flags/flag").forEach(flag -> flags.add(flag.asText()));
            var digests = new ArrayList<String>();
            for (var file : copy.payloads(object)) {
                digests.add(Files.exists(file) ? digest(Files.newInputStream(file)) : "missing");
            }
            here.merge(key(path.substring(0, path.lastIndexOf('/')), flags, digests), 1, Integer::sum);
        }
        differ("objects over IMAP", there, here);
        var unknown = new TreeSet<>(names);
        unknown.removeIf(name -> copy.folders().containsKey("/" + name));
        if (!unknown.isEmpty()) {
            wrong.add("folders over IMAP that are not in the mirror: " + unknown);
        }
    }

    private static String key(String folder, Collection<String> flags, List<String> digests) {
        var words = flags.stream()
                .filter(flag -> !flag.isEmpty() && !flag.equals("\\Recent"))
                .collect(Collectors.toCollection(TreeSet::new));
        // An empty text has no payload over NMS.
        var parts = digests.equals(List.of(digest(InputStream.nullInputStream()))) ? List.of() : digests;
        return folder + " " + words + " " + parts;
    }

    /// Of the leaves of a message, without their transfer encoding.
    private static List<String> digests(byte[] message) throws IOException {
        var digests = new ArrayList<String>();
        var parser = new MimeStreamParser();
        parser.setContentDecoding(true);
        parser.setContentHandler(new AbstractContentHandler() {
            @Override
            public void body(BodyDescriptor descriptor, InputStream in) throws IOException {
                if (descriptor.getMimeType().equals("message/cpim")) {
                    digests.addAll(digests(wrapped(in.readAllBytes())));
                } else {
                    digests.add(digest(in));
                }
            }
        });
        try {
            parser.parse(new ByteArrayInputStream(message));
        } catch (MimeException e) {
            throw new IOException(e);
        }
        return digests;
    }

    /// What a CPIM message holds: headers and content follow on its own headers. RFC 3862 §2
    private static byte[] wrapped(byte[] cpim) {
        var text = new String(cpim, ISO_8859_1);
        return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
    }

    private static String digest(InputStream stream) {
        try (var in = stream) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()), 0, 8);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private <T> void differ(String what, Map<String, T> there, Map<String, T> here) {
        var keys = new TreeSet<>(there.keySet());
        keys.addAll(here.keySet());
        keys.removeIf(key -> there.containsKey(key)
                && here.containsKey(key)
                && there.get(key).equals(here.get(key)));
        if (!keys.isEmpty()) {
            wrong.add("%d %s differ, such as %s"
                    .formatted(
                            keys.size(),
                            what,
                            keys.stream()
                                    .limit(SHOWN_MAX)
                                    .map(key -> key + ": there " + there.get(key) + ", here " + here.get(key))
                                    .toList()));
        }
    }
}
