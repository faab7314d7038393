// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.search;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ModSeq;
import org.satchel.model.Placement;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.format.Body;
import org.satchel.nms.objects.AttributeFilter;
import org.satchel.nms.objects.ObjectForm;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.NmsObject;
import org.satchel.nms.type.ObjectList;
import org.satchel.nms.type.Root;
import org.satchel.nms.type.SelectionCriteria;

/// Search for objects, page by page, each shown in full.
// OMA NMS §3.1, §9.1
@Path("nms/v1/{store}/{box}")
public final class SearchResource {
    private final Boxes boxes;
    private final Selection selection;

    public SearchResource(Boxes boxes, Selection selection) {
        this.boxes = boxes;
        this.selection = selection;
    }

    @POST
    @Path("objects/operations/search")
    @Operation(
            value = "Finds objects, a page at a time; 204 when there are no more.",
            takes = Root.SELECTION_CRITERIA,
            gives = Root.OBJECT_LIST,
            answers = {Status.OK, Status.EMPTY, Status.UNSUPPORTED})
    public Response search(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.open(box);
        var criteria = body.read("selectionCriteria", SelectionCriteria.class);
        var gone = selection.vanishedSince(criteria);
        if (gone.isPresent()) {
            return vanished(open, selection.vanished(open, criteria, gone.get()));
        }
        var view = open.view();
        var page = selection.page(open, view, criteria);
        // OMA NMS §9.2: nothing, or nothing more
        if (page.hits().isEmpty() && page.cursor() == null) {
            return Response.noContent().build();
        }
        var objects = page.hits().stream()
                .map(hit -> view.object(new Placement(hit.folder(), hit.entry().uid())))
                .map(object -> ObjectForm.of(open, view, object, AttributeFilter.ALL))
                .toList();
        return answer(objects, page.cursor(), page.begun());
    }

    private static Response vanished(OpenBox open, History.Page page) {
        if (page.objects().isEmpty() && page.cursor() == null) {
            return Response.noContent().build();
        }
        var objects = page.objects().stream()
                .map(gone -> ObjectForm.gone(gone.object(), gone.at(), open.urls()))
                .toList();
        return answer(objects, page.cursor(), page.begun());
    }

    private static Response answer(List<NmsObject> objects, @Nullable String cursor, ModSeq begun) {
        return Response.ok(new Document("objectList", new ObjectList(objects, cursor, begun.toString())))
                .build();
    }
}
