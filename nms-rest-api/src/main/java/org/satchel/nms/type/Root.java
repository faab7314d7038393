// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.Arrays;
import java.util.Optional;

/// The names that documents stand under: a member in JSON, a qualified element in XML.
// OMA NMS §4.5
public enum Root {
    OBJECT("object", Space.NMS, NmsObject.class),
    OBJECT_LIST("objectList", Space.NMS, ObjectList.class),
    FOLDER("folder", Space.NMS, NmsFolder.class),
    FOLDER_LIST("folderList", Space.NMS, FolderList.class),
    FOLDER_NAME("name", Space.NMS, String.class),
    FLAG_LIST("flagList", Space.NMS, FlagList.class),
    REFERENCE("reference", Space.NMS, Reference.class),
    PATH_LIST("pathList", Space.NMS, PathList.class),
    TARGET_SOURCE_REF("targetSourceRef", Space.NMS, TargetSourceRef.class),
    SELECTION_CRITERIA("selectionCriteria", Space.NMS, SelectionCriteria.class),
    BULK_UPDATE("bulkUpdate", Space.NMS, BulkUpdate.class),
    BULK_DELETE("bulkDelete", Space.NMS, BulkDelete.class),
    BULK_RESPONSE_LIST("bulkResponseList", Space.NMS, BulkResponseList.class),
    SUBSCRIPTION("nmsSubscription", Space.NMS, NmsSubscription.class),
    SUBSCRIPTION_UPDATE("nmsSubscriptionUpdate", Space.NMS, NmsSubscription.Update.class),
    SUBSCRIPTION_LIST("nmsSubscriptionList", Space.NMS, NmsSubscription.ListOf.class),
    EVENT_LIST("nmsEventList", Space.NMS, NmsEventList.class),
    CHANNEL("notificationChannel", Space.CHANNEL, NotificationChannel.class),
    CHANNEL_LIFETIME("notificationChannelLifetime", Space.CHANNEL, NotificationChannel.Lifetime.class),
    CHANNEL_LIST("notificationChannelList", Space.CHANNEL, NotificationChannel.ListOf.class),
    NOTIFICATION_LIST("notificationList", Space.CHANNEL, NotificationList.class),
    LARGE_POLLING("largePollingNotification", Space.CHANNEL, NotificationList.LargePolling.class),
    CONVERSATION_LIST("conversationList", Space.NMS, ConversationList.class),
    GRANT("grant", Space.NMS, GrantList.NmsGrant.class),
    GRANT_LIST("grantList", Space.NMS, GrantList.class),
    SHARED("shared", Space.NMS, GrantList.Shared.class),
    WEB_PUSH("webPush", Space.NMS, WebPushKey.class),
    HEALTH("health", Space.NMS, Health.class),
    REQUEST_ERROR("requestError", Space.COMMON, RequestError.class);

    private final String text;
    private final Space space;
    private final Class<?> type;

    Root(String text, Space space, Class<?> type) {
        this.text = text;
        this.space = space;
        this.type = type;
    }

    public static Optional<Root> named(String name) {
        return Arrays.stream(values()).filter(root -> root.text.equals(name)).findFirst();
    }

    /// As it is written.
    public String text() {
        return text;
    }

    public Space space() {
        return space;
    }

    /// What stands under it. Of notifications and channels there may be several.
    public Class<?> type() {
        return type;
    }

    /// A namespace, with the prefix that it is usually given.
    public enum Space {
        NMS("nms", "urn:oma:xml:rest:netapi:nms:1"),
        COMMON("common", "urn:oma:xml:rest:netapi:common:1"),
        CHANNEL("nc", "urn:oma:xml:rest:netapi:notificationchannel:1");

        private final String prefix;
        private final String uri;

        Space(String prefix, String uri) {
            this.prefix = prefix;
            this.uri = uri;
        }

        public String prefix() {
            return prefix;
        }

        public String uri() {
            return uri;
        }
    }
}
