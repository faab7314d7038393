// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.folders;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Urls;
import org.satchel.nms.bulk.Outcomes;
import org.satchel.nms.format.Body;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.Reference;
import org.satchel.nms.type.Root;
import org.satchel.nms.type.TargetSourceRef;

/// Objects and folders copied or moved into a folder. A moved object keeps its id, a copied one is another. All
/// of one request is one commit.
// OMA NMS §3.2, §13.29
@Path("nms/v1/{store}/{box}")
public final class FolderTransfers {
    private final Boxes boxes;
    private final FolderLookup folders;
    private final Problems problems;
    private final NmsLimits.Pages limits;

    public FolderTransfers(Boxes boxes, FolderLookup folders, Problems problems, NmsLimits.Pages limits) {
        this.boxes = boxes;
        this.folders = folders;
        this.problems = problems;
        this.limits = limits;
    }

    @POST
    @Path("folders/operations/copyToFolder")
    @Operation(
            value = "Copies objects and folders into a folder.",
            takes = Root.TARGET_SOURCE_REF,
            gives = Root.BULK_RESPONSE_LIST,
            writes = true)
    public Document copy(@PathParam("box") String box, Body body) throws IOException {
        return transfer(boxes.open(box), body, Way.COPY);
    }

    @POST
    @Path("folders/operations/moveToFolder")
    @Operation(
            value = "Moves objects and folders into a folder; they keep their ids.",
            takes = Root.TARGET_SOURCE_REF,
            gives = Root.BULK_RESPONSE_LIST,
            writes = true)
    public Document move(@PathParam("box") String box, Body body) throws IOException {
        return transfer(boxes.open(box), body, Way.MOVE);
    }

    private Document transfer(OpenBox open, Body body, Way way) throws IOException {
        var wish = body.read("targetSourceRef", TargetSourceRef.class);
        if (wish.targetRef() == null || wish.sourceRefs() == null) {
            throw Refusal.badInput("targetSourceRef");
        }
        var target = folders.byReference(open.view(), wish.targetRef());
        var sources = wish.sourceRefs();
        var objects = sources.objects() == null
                ? List.<Reference>of()
                : sources.objects().all();
        var trees = sources.folders() == null
                ? List.<Reference>of()
                : sources.folders().all();
        if (objects.size() + trees.size() > limits.bulkMax()) {
            throw Refusal.tooLarge("more than " + limits.bulkMax() + " references");
        }
        var outcomes = new Outcomes(problems);
        var broken = new IdentityHashMap<Reference, RuntimeException>();
        while (true) {
            int known = broken.size();
            try {
                open.write(tx -> {
                    outcomes.clear();
                    for (var object : objects) {
                        outcomes.add(shown(object), () -> object(open, tx, object, target, way));
                    }
                    for (var tree : trees) {
                        outcomes.add(shown(tree), () -> tree(open, tx, tree, target, way, broken));
                    }
                    if (broken.size() > known) {
                        throw new HalfDone();
                    }
                });
                return outcomes.document();
            } catch (HalfDone dropped) {
                // all is done again, without the trees that are broken by now
            }
        }
    }

    /// Ends a write of which nothing is to happen: a part of a tree was copied, and the rest could not be.
    private static final class HalfDone extends RuntimeException {
        private static final long serialVersionUID = 1;

        HalfDone() {
            super("a part of a tree", null, false, false);
        }
    }

    private static Reference object(
            OpenBox open, BoxTransaction tx, Reference source, Optional<Folder> target, Way way) {
        var to = target.orElseThrow(() -> Refusal.forbidden("objects in the root folder"));
        var place = open.locate(tx.view(), Urls.lastSegment(shown(source)));
        var uids = List.of(place.uid());
        var done = switch (way) {
            case COPY -> tx.copy(place.folder(), uids, to.id());
            case MOVE -> tx.move(place.folder(), uids, to.id());
        };
        var id = done.getFirst().entry().object();
        return new Reference(open.urls().object(id), Urls.path(to, id));
    }

    /// @param broken trees that cannot be copied whole, and why
    private Reference tree(
            OpenBox open,
            BoxTransaction tx,
            Reference source,
            Optional<Folder> target,
            Way way,
            Map<Reference, RuntimeException> broken) {
        var failure = broken.get(source);
        if (failure != null) {
            throw failure;
        }
        var folder = folders.byReference(open.seen(tx.view()), source)
                .orElseThrow(() -> Refusal.forbidden("moving the root folder"));
        if (!open.rights(tx.view(), folder.id()).contains(Right.LOOKUP)) {
            throw Refusal.notFound("folder");
        }
        var name = folder.path().name();
        var path = target.map(it -> it.path().child(name)).orElseGet(() -> new FolderPath(name));
        if (path.isWithin(folder.path())) {
            throw Refusal.forbidden("a folder into itself");
        }
        switch (way) {
            case COPY -> {
                try {
                    copyTree(open, tx, folder.path(), path);
                } catch (StoreFailure | Refusal refused) {
                    broken.put(source, refused);
                    throw refused;
                }
            }
            case MOVE -> tx.renameFolder(folder.id(), path);
        }
        return FolderForm.reference(tx.folder(path), open.urls());
    }

    private static void copyTree(OpenBox open, BoxTransaction tx, FolderPath from, FolderPath to) {
        var tree = open.seen(tx.view()).folders().stream()
                .filter(it -> it.path().isWithin(from))
                .toList();
        for (var folder : tree) {
            if (folder.selectable() && !open.mayRead(tx.view(), folder.id())) {
                throw Refusal.forbidden("copying a folder");
            }
            var made = tx.createFolder(folder.path().moved(from, to));
            if (folder.selectable() && folder.count() > 0) {
                var uids = new ArrayList<Uid>(folder.count());
                tx.view().listing(folder.id()).forEach(entry -> uids.add(entry.uid()));
                tx.copy(folder.id(), uids, made.id());
            }
        }
    }

    private static String shown(Reference reference) {
        var url = reference.resourceURL();
        var path = reference.path();
        return url != null ? url : path == null ? "" : path;
    }

    private enum Way {
        COPY,
        MOVE
    }
}
