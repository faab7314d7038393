// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.search;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Flags;
import org.satchel.model.ModSeq;
import org.satchel.model.Query;
import org.satchel.model.text.WrittenDate;
import org.satchel.nms.box.FlagNames;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.settings.Profile.Preset;
import org.satchel.nms.type.SelectionCriteria.SearchCriteria;
import org.satchel.nms.type.SelectionCriteria.SearchCriterion;

/// Reads search criteria: one flat list of conditions under one operator.
// OMA NMS §5.3, §7.1, §7.2
public final class Criteria {
    private static final int COUNT_MAX = 50;
    private static final String TYPES =
            "Date, Attribute, AllTextAttributes, Flag, WholeWord, PresetSearch, CreatedObjects, VanishedObjects";
    private static final String FILTERS = "Date, Attribute, AllTextAttributes, Flag, WholeWord";

    private static final String CREATED = "createdobjects";
    private static final String VANISHED = "vanishedobjects";

    private final Profile profile;

    public Criteria(Profile profile) {
        this.profile = profile;
    }

    /// What is searched for, and in which folder when a preset says so.
    ///
    /// @param folderPath null = wherever the request says
    /// @param createdSince only objects that came after this commit; null = all
    public record Meaning(
            Query query,
            @Nullable String folderPath,
            @Nullable ModSeq createdSince) {}

    /// @throws Refusal 405 POL2006 for a preset that is not known, 400 SVC0003 for any other condition that cannot be
    /// met
    public Meaning read(@Nullable SearchCriteria criteria) {
        var all = criteria == null ? List.<SearchCriterion>of() : criteria.all();
        if (all.size() > COUNT_MAX) {
            throw Refusal.tooLarge("more than " + COUNT_MAX + " criteria");
        }
        var operator = operator(criteria);
        String folder = null;
        ModSeq since = null;
        var queries = new ArrayList<Query>();
        for (var criterion : all) {
            var path = folderPath(criterion);
            boolean created = type(criterion).equals(CREATED);
            if (path.isEmpty() && !created) {
                queries.add(query(criterion));
            } else if (!operator.equals("and") || (created ? since != null : folder != null)) {
                throw Refusal.invalidValue(criterion.type() + " " + operator, "at most one, under And");
            } else if (created) {
                since = mark(criterion);
            } else {
                folder = path.get();
            }
        }
        return new Meaning(combined(operator, queries), folder, since);
    }

    /// Since when removed objects are asked for.
    ///
    /// @return empty when the question is another
    /// @throws Refusal 400 when other conditions stand beside this one, which nothing that is gone can meet
    public Optional<ModSeq> vanishedSince(@Nullable SearchCriteria criteria) {
        var all = criteria == null ? List.<SearchCriterion>of() : criteria.all();
        if (all.stream().noneMatch(criterion -> type(criterion).equals(VANISHED))) {
            return Optional.empty();
        }
        if (all.size() > 1 || operator(criteria).equals("not")) {
            throw Refusal.invalidValue("VanishedObjects with other criteria", "VanishedObjects alone");
        }
        return Optional.of(mark(all.getFirst()));
    }

    // OMA NMS §13.15
    private static ModSeq mark(SearchCriterion criterion) {
        var value = value(criterion).strip();
        if (!value.matches("\\d{1,18}")) {
            throw Refusal.badInput("criterion.value");
        }
        return new ModSeq(Long.parseLong(value));
    }

    /// The conditions alone, for a subscription.
    ///
    /// @throws Refusal 400 SVC0003 for whatever cannot be met, presets of folders included
    public Query filter(SearchCriteria criteria) {
        for (var criterion : criteria.all()) {
            if (Set.of("presetsearch", CREATED, VANISHED).contains(type(criterion))) {
                throw Refusal.invalidValue("criterion type " + criterion.type(), FILTERS);
            }
        }
        return read(criteria).query();
    }

    private static Query combined(String operator, List<Query> queries) {
        if (queries.isEmpty()) {
            return new Query.All();
        }
        return switch (operator) {
            case "or" -> new Query.Or(queries);
            // OMA NMS §13.14: none of them may match
            case "not" -> new Query.Not(new Query.Or(queries));
            default -> queries.size() == 1 ? queries.getFirst() : new Query.And(queries);
        };
    }

    private static String operator(@Nullable SearchCriteria criteria) {
        var given = criteria == null || criteria.operator() == null ? "" : criteria.operator();
        var operator = given.strip().toLowerCase(Locale.ROOT);
        return switch (operator) {
            case "", "and" -> "and";
            case "or", "not" -> operator;
            default -> throw Refusal.invalidValue(given, "And, Or, Not");
        };
    }

    /// The folder that a criterion names instead of a condition.
    private Optional<String> folderPath(SearchCriterion criterion) {
        if (!type(criterion).equals("presetsearch")) {
            return Optional.empty();
        }
        return switch (preset(criterion)) {
            case FOLDER_BY_PATH -> Optional.of(value(criterion));
            case ALL -> Optional.empty();
        };
    }

    private Preset preset(SearchCriterion criterion) {
        var name = criterion.name() == null ? "" : criterion.name();
        return profile.presets().entrySet().stream()
                .filter(preset -> preset.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> Refusal.searchUnsupported("PresetSearch " + name));
    }

    private Query query(SearchCriterion criterion) {
        return switch (type(criterion)) {
            case "date" -> date(value(criterion));
            case "attribute" -> attribute(name(criterion), value(criterion));
            case "alltextattributes" -> new Query.AnyAttributeContains(value(criterion));
            case "flag" -> flag(criterion);
            case "wholeword" -> new Query.AttributeWord(criterion.name(), needed(criterion));
            case "presetsearch" -> new Query.All();
            default -> throw Refusal.invalidValue("criterion type " + criterion.type(), TYPES);
        };
    }

    /// What clients have another word for is searched by both.
    private Query attribute(String name, String value) {
        var asked = new Query.AttributeContains(name, value);
        var ours = name.strip().equalsIgnoreCase("Message-Context")
                ? profile.contexts().entrySet().stream()
                        .filter(word -> word.getValue().equalsIgnoreCase(value.strip()))
                        .map(word -> new Query.AttributeContains(name, word.getKey()))
                        .toList()
                : List.<Query>of();
        return ours.isEmpty() ? asked : new Query.Or(List.of(asked, ours.getFirst()));
    }

    // OMA NMS §13.11: inclusive, zones allowed, `&` or `;` between
    private static Query date(String value) {
        Instant from = null;
        Instant to = null;
        for (var bound : value.split("[&;]")) {
            int equals = bound.indexOf('=');
            var name = equals < 0 ? "" : bound.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            switch (name) {
                case "mindate" -> from = instant(bound.substring(equals + 1));
                case "maxdate" -> to = instant(bound.substring(equals + 1));
                default -> throw Refusal.invalidValue("Date " + value, "minDate=...&maxDate=...");
            }
        }
        return new Query.Dated(from, to);
    }

    private static Instant instant(String text) {
        return WrittenDate.parse(text.strip().replace(' ', '+'))
                .map(OffsetDateTime::toInstant)
                .orElseThrow(() -> Refusal.invalidValue("date " + text, "yyyy-MM-ddTHH:mm:ssZ"));
    }

    // OMA NMS §13.13: in the name or in the value
    private static Query flag(SearchCriterion criterion) {
        var flag = value(criterion).isEmpty() ? name(criterion) : value(criterion);
        return FlagNames.isRecent(flag) ? new Query.Not(new Query.HasFlag(Flags.SEEN)) : new Query.HasFlag(flag);
    }

    private static String type(SearchCriterion criterion) {
        return criterion.type() == null ? "" : criterion.type().strip().toLowerCase(Locale.ROOT);
    }

    private static String value(SearchCriterion criterion) {
        return criterion.value() == null ? "" : criterion.value();
    }

    private static String needed(SearchCriterion criterion) {
        if (value(criterion).isBlank()) {
            throw Refusal.badInput("criterion.value");
        }
        return value(criterion);
    }

    private static String name(SearchCriterion criterion) {
        if (criterion.name() == null || criterion.name().isBlank()) {
            throw Refusal.badInput("criterion.name");
        }
        return criterion.name();
    }
}
