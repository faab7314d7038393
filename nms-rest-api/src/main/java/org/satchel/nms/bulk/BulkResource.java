// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.bulk;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.FlagEdit;
import org.satchel.model.ObjectId;
import org.satchel.model.Placement;
import org.satchel.model.Right;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.FlagNames;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Urls;
import org.satchel.nms.deposit.Uploads;
import org.satchel.nms.format.Body;
import org.satchel.nms.objects.ObjectForm;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.search.Selection;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.BulkDelete;
import org.satchel.nms.type.BulkUpdate;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.PathList;
import org.satchel.nms.type.Reference;
import org.satchel.nms.type.ReferenceList;
import org.satchel.nms.type.Root;
import org.satchel.nms.type.SelectionCriteria;

/// Many objects in one request: created, flagged, removed, found by path.
///
/// Flags and removals of one request are one commit.
// OMA NMS §3.1, §5.4
@Path("nms/v1/{store}/{box}")
public final class BulkResource {
    /// Pages of a selection that one request goes through.
    private static final int PAGES_MAX = 100;

    private final Boxes boxes;
    private final FolderLookup folders;
    private final Selection selection;
    private final Uploads uploads;
    private final Problems problems;
    private final NmsLimits.Pages limits;
    private final Set<String> deleteMethods;

    /// @param deleteMethods by which bulkDelete is asked for
    public BulkResource(
            Boxes boxes,
            FolderLookup folders,
            Selection selection,
            Uploads uploads,
            Problems problems,
            NmsLimits.Pages limits,
            Set<String> deleteMethods) {
        this.boxes = boxes;
        this.folders = folders;
        this.selection = selection;
        this.uploads = uploads;
        this.problems = problems;
        this.limits = limits;
        this.deleteMethods = Set.copyOf(deleteMethods);
    }

    @POST
    @Path("objects/operations/bulkCreation")
    @Operation(
            value = "Stores many objects, each for itself.",
            takes = Root.OBJECT_LIST,
            upload = true,
            gives = Root.BULK_RESPONSE_LIST,
            answers = {Status.OK, Status.MEDIA_TYPE},
            writes = true)
    public Document create(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.open(box);
        var outcomes = new Outcomes(problems);
        uploads.takeAll(open, body, limits.bulkMax(), new Uploads.Receiver() {
            @Override
            public void created(Uploads.Stored stored) {
                outcomes.addSuccess(201, "Created", reference(open, open.view(), stored.object()));
            }

            @Override
            public void failed(RuntimeException failure) {
                outcomes.addFailure("", failure);
            }
        });
        return outcomes.document();
    }

    @POST
    @Path("objects/operations/bulkUpdate")
    @Operation(
            value = "Sets flags of many objects, or takes them off.",
            takes = Root.BULK_UPDATE,
            gives = Root.BULK_RESPONSE_LIST,
            answers = {Status.OK, Status.UNSUPPORTED},
            writes = true)
    public Document update(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.open(box);
        var wish = body.read("bulkUpdate", BulkUpdate.class);
        var edit = edit(wish);
        return each(
                open,
                wish.objects(),
                wish.selectionCriteria(),
                (tx, place) -> tx.flag(place.folder(), List.of(place.uid()), edit, null));
    }

    /// By either method, as far as the profile has them. OMA NMS §13.2
    @POST
    @Path("objects/operations/bulkDelete")
    @Operation(
            value = "Removes many objects.",
            takes = Root.BULK_DELETE,
            gives = Root.BULK_RESPONSE_LIST,
            answers = {Status.OK, Status.UNSUPPORTED},
            writes = true)
    public Document remove(@PathParam("box") String box, Body body) throws IOException {
        return remove("POST", box, body);
    }

    private Document remove(String method, String box, Body body) throws IOException {
        if (!deleteMethods.contains(method)) {
            throw Refusal.method(method, String.join(", ", new TreeSet<>(deleteMethods)));
        }
        var open = boxes.open(box);
        var wish = body.read("bulkDelete", BulkDelete.class);
        return each(
                open,
                wish.objects(),
                wish.selectionCriteria(),
                (tx, place) -> tx.remove(place.folder(), List.of(place.uid()), Change.Cause.REMOVED));
    }

    @DELETE
    @Path("objects/operations/bulkDelete")
    @Operation(
            value = "Removes many objects.",
            takes = Root.BULK_DELETE,
            gives = Root.BULK_RESPONSE_LIST,
            answers = {Status.OK, Status.UNSUPPORTED},
            writes = true)
    public Document removeByDelete(@PathParam("box") String box, Body body) throws IOException {
        return remove("DELETE", box, body);
    }

    @GET
    @Path("objects/operations/pathToId")
    @Operation(value = "Finds an object by its path.", gives = Root.REFERENCE)
    public Document pathToId(@PathParam("box") String box, @QueryParam("path") @Nullable String path) {
        var open = boxes.open(box);
        if (path == null || path.isEmpty()) {
            throw Refusal.badInput("path");
        }
        return new Document("reference", byPath(open, open.view(), path));
    }

    @POST
    @Path("objects/operations/pathToId")
    @Operation(value = "Finds objects by their paths.", takes = Root.PATH_LIST, gives = Root.BULK_RESPONSE_LIST)
    public Document pathsToIds(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.open(box);
        var paths = body.read("pathList", PathList.class).path();
        if (paths == null || paths.size() > limits.bulkMax()) {
            throw Refusal.badInput("pathList.path");
        }
        var view = open.view();
        var outcomes = new Outcomes(problems);
        for (var path : paths) {
            outcomes.add(path, () -> byPath(open, view, path));
        }
        return outcomes.document();
    }

    private Document each(
            OpenBox open,
            ReferenceList.@Nullable Objects objects,
            @Nullable SelectionCriteria criteria,
            BiConsumer<BoxTransaction, Placement> work) {
        var urls = objects != null
                ? objects.all().stream()
                        .map(it -> it.resourceURL() == null ? "" : it.resourceURL())
                        .toList()
                : selected(open, criteria);
        if (objects != null && urls.size() > limits.bulkMax()) {
            throw Refusal.tooLarge("more than " + limits.bulkMax() + " references");
        }
        var outcomes = new Outcomes(problems);
        open.write(tx -> {
            outcomes.clear();
            var done = new HashSet<String>();
            for (var url : urls) {
                outcomes.add(url, () -> {
                    var id = Urls.lastSegment(url);
                    // Twice in one request is once. OMA NMS §10.4
                    if (!done.contains(id)) {
                        work.accept(tx, open.locate(tx.view(), id));
                        done.add(id);
                    }
                    return new Reference(url, null);
                });
            }
        });
        return outcomes.document();
    }

    private List<String> selected(OpenBox open, @Nullable SelectionCriteria criteria) {
        if (criteria == null) {
            throw Refusal.badInput("objects");
        }
        var view = open.view();
        var urls = new ArrayList<String>();
        var next = criteria;
        for (int page = 0; page < PAGES_MAX; page++) {
            var found = selection.page(open, view, next);
            found.hits().forEach(hit -> urls.add(open.urls().object(hit.entry().object())));
            if (found.cursor() == null) {
                return urls;
            }
            next = new SelectionCriteria(
                    limits.searchMax(),
                    found.cursor(),
                    criteria.searchScope(),
                    criteria.nonRecursiveScope(),
                    criteria.searchCriteria(),
                    criteria.sortCriteria());
        }
        return urls;
    }

    private static FlagEdit edit(BulkUpdate wish) {
        var names = wish.flags() == null ? List.<String>of() : wish.flags().names();
        var flags = FlagNames.read(names);
        return switch (wish.operation() == null ? "" : wish.operation()) {
            case "AddFlag" -> FlagEdit.add(flags);
            case "RemoveFlag" -> FlagEdit.remove(flags);
            default -> throw Refusal.invalidValue("operation " + wish.operation(), "AddFlag, RemoveFlag");
        };
    }

    /// The last component of an object's path is its id; the rest must be its folder's.
    private Reference byPath(OpenBox open, BoxView view, String path) {
        var bare = FolderLookup.bare(path);
        int cut = bare.lastIndexOf('/');
        var folder =
                cut < 0 ? null : folders.byPath(view, bare.substring(0, cut)).orElse(null);
        var object = open.object(view, bare.substring(cut + 1));
        if (folder == null || !object.folder().equals(folder.id())) {
            throw Refusal.notFound("object " + path);
        }
        return ObjectForm.reference(view, object.folder(), object.id(), open.urls());
    }

    private static Reference reference(OpenBox open, BoxView view, ObjectId id) {
        return view.locate(id)
                .filter(place -> open.rights(view, place.folder()).contains(Right.READ))
                .map(place -> ObjectForm.reference(view, place.folder(), id, open.urls()))
                .orElseGet(() -> new Reference(open.urls().object(id), null));
    }
}
