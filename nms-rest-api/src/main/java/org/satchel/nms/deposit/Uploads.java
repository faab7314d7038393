// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Attribute;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.ObjectId;
import org.satchel.model.StoreFailure;
import org.satchel.model.mime.Correlation;
import org.satchel.model.mime.Identity;
import org.satchel.nms.box.FlagNames;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.format.Body;
import org.satchel.nms.multipart.Budget;
import org.satchel.nms.multipart.MalformedMultipart;
import org.satchel.nms.multipart.MultipartReader;
import org.satchel.nms.multipart.PartHeaders;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.NmsObject;
import org.satchel.nms.type.ObjectList;

/// Takes in objects that clients upload.
// OMA NMS §3.1, §6.1
public final class Uploads {
    /// What framing and root fields may add to the bytes of an object.
    private static final int OVERHEAD_BYTES = 64 * 1024;

    private final NmsLimits.Bodies limits;
    private final FolderLookup folders;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Uploads(NmsLimits.Bodies limits, FolderLookup folders, InstantSource clock, RandomGenerator random) {
        this.limits = limits;
        this.folders = folders;
        this.clock = clock;
        this.random = random;
    }

    /// Stores one object out of a multipart request.
    ///
    /// @return the new object, or the one that was uploaded before with the same correlation
    /// @throws Refusal 400, 404, 413 or 415; nothing is stored then
    public Stored take(OpenBox box, Body body) throws IOException {
        var budget = new Budget(limits);
        var form = form(body, budget);
        checkRoom(box.view(), body.bytes());
        try {
            var root = form.next().orElseThrow(() -> new MalformedMultipart("empty form"));
            var object = rootFields(root, body, "object", NmsObject.class);
            var contents = Contents.of(form, budget);
            return store(box, object, contents);
        } catch (MalformedMultipart e) {
            throw Refusal.badInput("multipart: " + e.getMessage());
        }
    }

    /// Stores many objects out of one multipart request, in its order, each for itself.
    ///
    /// When some announce contents, the attachments are theirs; when none does, they are everybody's.
    /// OMA NMS §6.2, §13.9
    ///
    /// @throws Refusal when the request as a whole cannot be read; what was stored before stays
    public void takeAll(OpenBox box, Body body, int objectsMax, Receiver receiver) throws IOException {
        var budget = new Budget(limits);
        var form = form(body, budget);
        checkRoom(box.view(), body.bytes());
        try {
            var root = form.next().orElseThrow(() -> new MalformedMultipart("empty form"));
            var objects = rootFields(root, body, "objectList", ObjectList.class).object();
            if (objects == null || objects.size() > objectsMax) {
                throw Refusal.badInput("objectList.object");
            }
            boolean announced = objects.stream().anyMatch(Uploads::announcesContent);
            for (var object : objects) {
                var part =
                        announced && !announcesContent(object) ? Optional.<MultipartReader.Part>empty() : form.next();
                if (part.isEmpty() && announced && announcesContent(object)) {
                    throw new MalformedMultipart("fewer attachments than objects that announce one");
                }
                var contents = part.isEmpty() ? Contents.none(budget) : Contents.of(part.get(), budget);
                takeOne(box, object, contents, receiver);
            }
            if (form.next().isPresent()) {
                throw new MalformedMultipart("more attachments than objects");
            }
        } catch (MalformedMultipart e) {
            throw Refusal.badInput("multipart: " + e.getMessage());
        }
    }

    private void takeOne(OpenBox box, NmsObject object, Contents contents, Receiver receiver) throws IOException {
        Stored stored;
        try {
            stored = store(box, object, contents);
        } catch (Refusal | StoreFailure e) {
            receiver.failed(e);
            return;
        }
        receiver.created(stored);
    }

    private static boolean announcesContent(NmsObject object) {
        boolean typed = object.attributeList().stream()
                .anyMatch(it -> "Content-Type".equalsIgnoreCase(it.name())
                        || "MultipartContentType".equalsIgnoreCase(it.name()));
        return typed || object.payloadPart() != null;
    }

    /// An object, and where it is since then.
    public record Stored(ObjectId object, FolderId folder) {}

    /// Told what became of each object.
    public interface Receiver {
        void created(Stored stored);

        void failed(RuntimeException failure);
    }

    private MultipartReader form(Body body, Budget budget) throws IOException {
        if (!PartHeaders.head(body.type()).equals("multipart/form-data")) {
            throw Refusal.mediaType(body.type().isEmpty() ? "none" : PartHeaders.head(body.type()));
        }
        long bytesMax = limits.objectBytesMax() + limits.jsonBytesMax() + OVERHEAD_BYTES;
        if (body.bytes() > bytesMax) {
            throw Refusal.tooLarge("request of " + body.bytes() + " bytes");
        }
        try {
            var boundary = PartHeaders.parameterOf(body.fullType(), "boundary").orElse("");
            return new MultipartReader(new BoundedStream(body.stream(), bytesMax), boundary, budget);
        } catch (MalformedMultipart e) {
            throw Refusal.badInput("Content-Type boundary");
        }
    }

    private static <T> T rootFields(MultipartReader.Part part, Body body, String root, Class<T> type)
            throws IOException {
        var name = part.headers().parameter("Content-Disposition", "name").orElse("");
        if (!name.equalsIgnoreCase("root-fields")) {
            throw Refusal.badInput("root-fields");
        }
        return body.part(part.headers().mediaType(), part).read(root, type);
    }

    /// Refuses before the bytes come what could not be kept anyway.
    private void checkRoom(BoxView view, long announcedBytes) {
        var quota = view.quota();
        var usage = view.usage();
        boolean full = usage.objects() >= quota.objectsMax()
                || announcedBytes - OVERHEAD_BYTES > quota.bytesMax() - usage.bytes();
        if (full) {
            throw new StoreFailure.OverQuota("box " + view.box());
        }
    }

    private Stored store(OpenBox box, NmsObject object, Contents contents) throws IOException {
        var place = named(box.view(), object);
        if (box.isGuest() && place.isEmpty()) {
            throw Refusal.forbidden("an object without a folder");
        }
        var attributes = new Attributes(object.attributeList());
        var flags = object.flags() == null
                ? Flags.NONE
                : FlagNames.read(object.flags().names());
        var correlationId =
                object.correlationId() == null ? "" : object.correlationId().strip();
        var owner = box.box().id().text();
        var rendering = new Rendering(attributes, contents, correlationId, owner, clock.instant(), random);
        boolean verbatim = rendering.isVerbatim();
        try (var bare = box.box().draft(rendering.message(), limits.objectBytesMax())) {
            contents.finish();
            var extra = extra(object, attributes, bare, verbatim, rendering.fileIcons());
            var draft = extra.isEmpty() ? bare : bare.withAttributes(extra);
            var target = place.map(Folder::path).orElseGet(() -> Placing.of(draft.summary()));
            // What a guest brings is new: it neither tells what the owner has, nor stands in the way of what is to
            // come.
            var identity = box.isGuest() ? Optional.<Identity>empty() : identity(draft, correlationId);
            return commit(box, target, draft, flags, identity);
        }
    }

    /// The folder that the object names, if it names one.
    private Optional<Folder> named(BoxView view, NmsObject object) {
        var named = folders.byUrlOrPath(view, object.parentFolder(), object.parentFolderPath());
        return named.map(folder -> folder.orElseThrow(() -> Refusal.forbidden("objects in the root folder")));
    }

    private static Stored commit(
            OpenBox box, FolderPath target, Draft draft, Flags flags, Optional<Identity> identity) {
        var stored = new AtomicReference<Stored>();
        box.write(tx -> {
            var twin = identity.flatMap(it -> it.in(tx.view()));
            if (twin.isPresent()) {
                stored.set(merged(tx, twin.get(), flags));
                return;
            }
            var folder = tx.folder(target).filter(Folder::selectable).orElseGet(() -> tx.createFolder(target));
            var key = identity.map(Identity::key).orElse(null);
            var entry = tx.deposit(folder.id(), draft, new Deposit(flags, null, key));
            stored.set(new Stored(entry.object(), folder.id()));
        });
        return Objects.requireNonNull(stored.get());
    }

    /// Two devices upload the same message: what either knows of it holds. OMA NMS §10.4
    private static Stored merged(BoxTransaction tx, ObjectId object, Flags flags) {
        var place = tx.view().locate(object).orElseThrow();
        if (!flags.isEmpty()) {
            tx.flag(place.folder(), List.of(place.uid()), FlagEdit.add(flags), null);
        }
        return new Stored(object, place.folder());
    }

    /// What the bytes do not say. Of a message of its own the bytes come first; of a rendered one the upload does.
    private static List<Attribute> extra(
            NmsObject object, Attributes attributes, Draft draft, boolean verbatim, List<String> fileIcons) {
        var summary = draft.summary();
        var extra = new ArrayList<Attribute>();
        for (var given : attributes.all()) {
            var found = summary.values(given.name());
            if (verbatim ? found.isEmpty() : !found.equals(given.values())) {
                extra.add(given);
            }
        }
        hide(
                extra,
                Hidden.CORRELATION_ID,
                object.correlationId(),
                Correlation.idOf(summary).orElse(""));
        hide(extra, Hidden.CORRELATION_TAG, object.correlationTag(), "");
        if (fileIcons.stream().anyMatch(icon -> !icon.isEmpty())) {
            extra.add(new Attribute(Hidden.FILE_ICONS, fileIcons));
        }
        return extra;
    }

    private static void hide(List<Attribute> extra, String name, @Nullable String given, String found) {
        var value = given == null ? "" : given.strip();
        if (!value.isEmpty() && !value.equals(found)) {
            extra.add(Attribute.of(name, value));
        }
    }

    /// By what the client knows the message, else by what the message says of itself.
    // OMA NMS §10.4
    private static Optional<Identity> identity(Draft draft, String correlationId) {
        return correlationId.isEmpty()
                ? Identity.of(draft.summary())
                : Optional.of(Identity.of(draft.summary(), correlationId));
    }
}
