// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.folders;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.Right;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Secret;
import org.satchel.nms.bulk.Outcomes;
import org.satchel.nms.format.Body;
import org.satchel.nms.objects.AttributeFilter;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.FolderList;
import org.satchel.nms.type.NmsFolder;
import org.satchel.nms.type.PathList;
import org.satchel.nms.type.Root;
import org.satchel.nms.type.SelectionCriteria;
import org.satchel.nms.type.SelectionCriteria.SearchCriterion;

/// Finds folders, by path or by criteria.
// OMA NMS §3.2
@Path("nms/v1/{store}/{box}")
public final class FolderOperations {
    private static final String PURPOSE = "folders";

    private final Boxes boxes;
    private final FolderLookup folders;
    private final Secret secret;
    private final Problems problems;
    private final NmsLimits.Pages limits;

    public FolderOperations(
            Boxes boxes, FolderLookup folders, Secret secret, Problems problems, NmsLimits.Pages limits) {
        this.boxes = boxes;
        this.folders = folders;
        this.secret = secret;
        this.problems = problems;
        this.limits = limits;
    }

    @GET
    @Path("folders/operations/pathToId")
    @Operation(value = "Finds a folder by its path.", gives = Root.REFERENCE)
    public Document pathToId(@PathParam("box") String box, @QueryParam("path") @Nullable String path) {
        var open = boxes.open(box);
        if (path == null || path.isEmpty()) {
            throw Refusal.badInput("path");
        }
        return new Document("reference", FolderForm.reference(visible(open, open.view(), path), open.urls()));
    }

    @POST
    @Path("folders/operations/pathToId")
    @Operation(value = "Finds folders by their paths.", takes = Root.PATH_LIST, gives = Root.BULK_RESPONSE_LIST)
    public Document pathsToIds(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.open(box);
        var paths = body.read("pathList", PathList.class).path();
        if (paths == null || paths.size() > limits.bulkMax()) {
            throw Refusal.badInput("pathList.path");
        }
        var view = open.view();
        var outcomes = new Outcomes(problems);
        for (var path : paths) {
            outcomes.add(path, () -> FolderForm.reference(visible(open, view, path), open.urls()));
        }
        return outcomes.document();
    }

    /// Folders by path, without what is in them.
    @POST
    @Path("folders/operations/search")
    @Operation(
            value = "Finds folders by name, without what is in them; 204 when there are no more.",
            takes = Root.SELECTION_CRITERIA,
            gives = Root.FOLDER_LIST,
            answers = {Status.OK, Status.EMPTY})
    public Response search(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.open(box);
        var criteria = body.read("selectionCriteria", SelectionCriteria.class);
        var view = open.view();
        var from = criteria.fromCursor();
        var after = from == null || from.isEmpty()
                ? ""
                : secret.read(PURPOSE, from).orElseThrow(() -> Refusal.badInput("selectionCriteria.fromCursor"));
        int room = limits.searchSize(criteria.maxEntries());
        var scope = criteria.searchScope();
        var root = scope == null ? Optional.<Folder>empty() : folders.byReference(view, scope);
        boolean flat = Boolean.TRUE.equals(criteria.nonRecursiveScope());
        var found = new ArrayList<NmsFolder>();
        var last = "";
        String cursor = null;
        for (var folder : view.folders()) {
            if (folder.path().text().compareTo(after) <= 0
                    || !isWithin(view, folder, root, flat)
                    || !matches(folder, criteria)
                    || !open.rights(view, folder.id()).contains(Right.LOOKUP)) {
                continue;
            }
            if (found.size() == room) {
                cursor = secret.mark(PURPOSE, last);
                break;
            }
            last = folder.path().text();
            found.add(FolderForm.of(view, Optional.of(folder), open.urls(), AttributeFilter.ALL, null));
        }
        return found.isEmpty()
                ? Response.noContent().build()
                : Response.ok(new Document("folderList", new FolderList(found, cursor)))
                        .build();
    }

    private Optional<Folder> visible(OpenBox open, BoxView view, String path) {
        var folder = folders.byPath(view, path);
        if (folder.isPresent() && !open.rights(view, folder.get().id()).contains(Right.LOOKUP)) {
            throw Refusal.notFound("folder " + path);
        }
        return folder;
    }

    /// @param flat only what is directly in the root
    private static boolean isWithin(BoxView view, Folder folder, Optional<Folder> root, boolean flat) {
        if (flat) {
            return FolderLookup.above(view, folder).map(Folder::id).equals(root.map(Folder::id));
        }
        return root.isEmpty() || folder.path().isWithin(root.get().path());
    }

    /// The only thing to ask of a folder is its name.
    private static boolean matches(Folder folder, SelectionCriteria criteria) {
        if (criteria.searchCriteria() == null || criteria.searchCriteria().all().isEmpty()) {
            return true;
        }
        var operator = criteria.searchCriteria().operator();
        var all = criteria.searchCriteria().all().stream();
        return switch (operator == null ? "and" : operator.toLowerCase(Locale.ROOT)) {
            case "", "and" -> all.allMatch(criterion -> hasName(folder, criterion));
            case "or" -> all.anyMatch(criterion -> hasName(folder, criterion));
            case "not" -> all.noneMatch(criterion -> hasName(folder, criterion));
            default -> throw Refusal.invalidValue(operator == null ? "" : operator, "And, Or, Not");
        };
    }

    private static boolean hasName(Folder folder, SearchCriterion criterion) {
        var name = criterion.name() == null ? "" : criterion.name();
        boolean byName = "Attribute".equalsIgnoreCase(criterion.type()) && name.equalsIgnoreCase("Name");
        if (!byName) {
            throw Refusal.invalidValue("criterion " + criterion.type() + " " + name, "Attribute Name");
        }
        var value = criterion.value() == null ? "" : criterion.value();
        return folder.path().name().toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
    }
}
