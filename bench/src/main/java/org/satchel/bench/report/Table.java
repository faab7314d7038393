// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.report;

import java.util.ArrayList;
import java.util.List;

/// A Markdown table whose columns are also aligned for the eye.
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    void row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + rows.getFirst().size() + " columns");
        }
        rows.add(List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).toList());
    }

    String render() {
        var text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append('|');
            for (int column = 0; column < rows.getFirst().size(); column++) {
                var cell = rows.get(i).get(column);
                text.append(' ')
                        .append(cell)
                        .repeat(' ', width(column) - cell.length())
                        .append(" |");
            }
            text.append('\n');
            if (i == 0) {
                text.append('|');
                for (int column = 0; column < rows.getFirst().size(); column++) {
                    text.repeat('-', width(column) + 2).append('|');
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
