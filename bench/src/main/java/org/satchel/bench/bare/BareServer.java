// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.bare;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.satchel.bench.peer.Accounts;
import org.satchel.bench.peer.Peer;
import org.satchel.bench.peer.ProcessTree;
import org.satchel.bench.peer.ServerProcess;

/// A private [BareJetty] in a process of its own.
public final class BareServer implements Peer.Private {
    public static final String NAME = "jetty";

    private static final Duration START_MAX = Duration.ofMinutes(2);

    private static final int READ_BYTES = 1024 * 1024;

    private final Path folder;
    private final Accounts accounts;
    private final InetSocketAddress http = ServerProcess.freePort();
    private final ServerProcess process;

    /// @param work a place on the disk that is to be measured
    /// @param accounts of the server beside which it is measured
    public BareServer(Path work, Accounts accounts, PreparedAnswer get, PreparedAnswer post)
            throws IOException, InterruptedException {
        this.accounts = accounts;
        folder = Files.createDirectories(work.resolve(NAME));
        get.write(folder.resolve(BareJetty.GET));
        post.write(folder.resolve(BareJetty.POST));
        process = ServerProcess.start(command(), Map.of(), folder.resolve("jetty.log"));
        process.await(_ -> Files.exists(folder.resolve(BareJetty.READY)), START_MAX);
    }

    @Override
    public String name() {
        return NAME;
    }

    public InetSocketAddress http() {
        return http;
    }

    @Override
    public InetSocketAddress imap() {
        throw new UnsupportedOperationException("this peer speaks HTTP alone");
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public ProcessTree processes() {
        return new ProcessTree(process.pid());
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("this peer keeps its log open");
    }

    @Override
    public long neededKib() {
        throw new UnsupportedOperationException("nobody asks what this peer needs of memory");
    }

    /// Reads the bodies that are on the disk, in the order in which they came.
    ///
    /// @param length of every one of them, in bytes
    public void forEachBody(int length, Consumer<byte[]> action) throws IOException {
        try (var log = new BufferedInputStream(Files.newInputStream(folder.resolve(BareJetty.LOG)), READ_BYTES)) {
            var body = log.readNBytes(length);
            while (body.length == length && body[0] != 0) {
                action.accept(body);
                body = log.readNBytes(length);
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /// With the flags that the launcher gives to the bench and to Satchel alike.
    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareJetty.class.getName(),
                folder.toString(),
                String.valueOf(http.getPort())));
        return command;
    }
}
