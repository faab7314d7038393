// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.satchel.cassandra.nodes.Directory;
import org.satchel.cassandra.nodes.Neighbour;

/// The table `node`: a row for each process that has the tables open, which expires when it is not renewed.
final class NodeTable implements Directory {
    private static final String ALL = "all";

    private final Database database;
    private final PreparedStatement enter;
    private final PreparedStatement leave;
    private final PreparedStatement all;

    NodeTable(Database database) {
        this.database = database;
        enter = database.repeatable(
                "INSERT INTO node (part, name, host, port, secret) VALUES (?, ?, ?, ?, ?) USING TTL ?");
        leave = database.repeatable("DELETE FROM node WHERE part = ? AND name = ?");
        all = database.repeatable("SELECT name, host, port, secret FROM node WHERE part = ?");
    }

    @Override
    public void enter(Neighbour neighbour, Duration lifetime) {
        database.run(enter.bind(
                ALL,
                neighbour.name(),
                neighbour.host(),
                neighbour.port(),
                neighbour.secret(),
                Math.toIntExact(Math.max(1, lifetime.toSeconds()))));
    }

    @Override
    public void leave(Neighbour neighbour) {
        database.run(leave.bind(ALL, neighbour.name()));
    }

    @Override
    public List<Neighbour> all() {
        var found = new ArrayList<Neighbour>();
        for (var row : database.run(all.bind(ALL))) {
            found.add(new Neighbour(
                    Objects.requireNonNull(row.getString("name")),
                    Objects.requireNonNull(row.getString("host")),
                    row.getInt("port"),
                    Objects.requireNonNull(row.getString("secret"))));
        }
        return found;
    }
}
