// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.objects;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.ContentPart;
import org.satchel.model.FolderId;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.StoredObject;
import org.satchel.nms.box.FlagNames;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Urls;
import org.satchel.nms.deposit.Hidden;
import org.satchel.nms.payload.InlineTexts;
import org.satchel.nms.payload.PayloadForms;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.type.AttributeList;
import org.satchel.nms.type.FlagList;
import org.satchel.nms.type.NmsAttribute;
import org.satchel.nms.type.NmsObject;
import org.satchel.nms.type.PayloadPartInfo;
import org.satchel.nms.type.Reference;

/// What an object looks like to a client.
// OMA NMS §5.1, CPM-MSG §10
public final class ObjectForm {
    private ObjectForm() {}

    public static NmsObject of(OpenBox box, BoxView view, StoredObject object, AttributeFilter filter) {
        var urls = box.urls();
        var id = object.id();
        var summary = object.summary();
        boolean hasContent = PayloadForms.hasContent(object);
        var texts = new InlineTexts(box.profile().inlineTextBytesMax(), () -> view.payload(object.placement()));
        return new NmsObject(
                urls.folder(object.folder()),
                null,
                attributes(object, filter, box.profile()),
                flags(object, urls),
                path(view, object.folder(), id),
                hasContent ? urls.payload(id) : null,
                hasContent ? parts(object, urls, texts) : null,
                object.entry().modSeq().number(),
                Hidden.correlationId(summary).orElse(null),
                Hidden.correlationTag(summary).orElse(null),
                urls.object(id));
    }

    /// An object of which nothing is left but its name.
    public static NmsObject gone(ObjectId id, ModSeq removed, Urls urls) {
        var nothing = new AttributeList(List.of());
        return new NmsObject(
                null, null, nothing, null, null, null, null, removed.number(), null, null, urls.object(id));
    }

    /// Without path when the folder is none of what the view shows.
    public static Reference reference(BoxView view, FolderId folder, ObjectId object, Urls urls) {
        return new Reference(urls.object(object), path(view, folder, object));
    }

    public static FlagList flags(StoredObject object, Urls urls) {
        return new FlagList(FlagNames.of(object.entry().flags()), urls.flags(object.id()));
    }

    private static @Nullable String path(BoxView view, FolderId id, ObjectId object) {
        return view.folder(id).map(folder -> Urls.path(folder, object)).orElse(null);
    }

    /// Always there, each with at least one value. OMA NMS §12.1
    private static AttributeList attributes(StoredObject object, AttributeFilter filter, Profile profile) {
        var shown = new ArrayList<NmsAttribute>();
        for (var attribute : object.summary().attributes()) {
            if (!Hidden.is(attribute.name()) && filter.passes(attribute.name())) {
                boolean context = attribute.name().equalsIgnoreCase("Message-Context");
                shown.add(new NmsAttribute(
                        attribute.name(),
                        context
                                ? attribute.values().stream()
                                        .map(profile::context)
                                        .toList()
                                : attribute.values()));
            }
        }
        return new AttributeList(shown);
    }

    /// Null rather than empty. OMA NMS §12.1
    private static @Nullable List<PayloadPartInfo> parts(StoredObject object, Urls urls, InlineTexts texts) {
        var icons = object.summary().values(Hidden.FILE_ICONS);
        var parts = new ArrayList<PayloadPartInfo>();
        for (var part : object.summary().contents()) {
            int index = parts.size();
            var icon = index < icons.size() ? uri(icons.get(index)) : Optional.<String>empty();
            parts.add(info(part, texts.of(part), icon.orElse(null), urls.payloadPart(object.id(), index)));
        }
        return parts.isEmpty() ? null : parts;
    }

    /// `contentEncoding` is left out: what `href` gives is decoded, and `size` counts that.
    private static PayloadPartInfo info(ContentPart part, @Nullable String text, @Nullable String icon, String href) {
        var type = part.contentType().isBlank() ? "application/octet-stream" : part.contentType();
        var location = part.location() == null ? null : uri(part.location()).orElse(null);
        return new PayloadPartInfo(
                type, part.decodedBytes(), null, part.disposition(), part.contentId(), location, text, icon, href);
    }

    /// Only what parses as a URI: clients fail on anything else. OMA NMS §12.1
    private static Optional<String> uri(String text) {
        try {
            var uri = new URI(text.strip());
            return Optional.of(uri.toString()).filter(it -> !it.isEmpty());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
