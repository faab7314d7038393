// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A private Dovecot 2.3: sdbox, clear text on loopback, one password for every name.
///
/// Run by root it uses the accounts `dovecot` and `dovenull` of the package; run by anybody else, that user for all.
public final class DovecotServer implements Peer.Private {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final int PROCESSES_MAX = 12_000;
    private static final Path INOTIFY_LIMIT = Path.of("/proc/sys/fs/inotify/max_user_instances");
    /// Instances for the connections that are measured, and for processes that are about to end.
    private static final int INOTIFY_SPARE = 20;

    private final Variant variant;
    private final Path program;
    private final Path folder;
    private final Path sockets;
    private final InetSocketAddress imap;
    private ServerProcess process;

    /// A way to run Dovecot.
    public enum Variant {
        /// As it comes, but for limits: a process for each connection, `mail_fsync` as by default.
        OPTIMIZED("dovecot", "optimized", 1),
        /// An answered write is on disk.
        ALWAYS("dovecot-always", "always", 1),
        /// Processes that serve many sessions, one after the other.
        REUSED("dovecot-reused", "optimized", 0);

        private final String label;
        private final String fsync;
        private final int serviceCount;

        Variant(String label, String fsync, int serviceCount) {
            this.label = label;
            this.fsync = fsync;
            this.serviceCount = serviceCount;
        }

        public String label() {
            return label;
        }
    }

    private DovecotServer(Variant variant, Path program, Path folder, Path sockets, InetSocketAddress imap)
            throws IOException, InterruptedException {
        this.variant = variant;
        this.program = program;
        this.folder = folder;
        this.sockets = sockets;
        this.imap = imap;
        this.process = launch();
    }

    /// @param work an empty place on the disk that is to be measured
    public static DovecotServer start(Variant variant, Path work) throws IOException, InterruptedException {
        var program = find().orElseThrow(() -> new IOException("dovecot is not installed (Debian: dovecot-imapd)"));
        open(work);
        var folder = Files.createDirectories(work.resolve(variant.label));
        // Unix sockets have short names, so they lie elsewhere than the mail.
        var sockets = Files.createTempDirectory("satchel-bench-");
        return new DovecotServer(variant, program, folder, sockets, ServerProcess.freePort());
    }

    /// The program, when it is installed.
    public static Optional<Path> find() {
        return Stream.of("/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/usr/bin/dovecot")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Optional<String> version() throws IOException, InterruptedException {
        var program = find();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        var process = new ProcessBuilder(program.get().toString(), "--version").start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(5, TimeUnit.SECONDS);
        return Optional.of(text.strip());
    }

    @Override
    public String name() {
        return variant.label;
    }

    @Override
    public InetSocketAddress imap() {
        return imap;
    }

    @Override
    public Accounts accounts() {
        return new Accounts("user%07d", "secret");
    }

    /// Each process that idles takes one inotify instance of its user; those that get none look every 30 s only, which
    /// would say something of this machine's limit and nothing of Dovecot.
    @Override
    public Optional<String> refusal(int waiting) {
        // Files of /proc/sys answer the first read only, so it has to ask for all.
        try (var in = Files.newInputStream(INOTIFY_LIMIT)) {
            var digits = new byte[32];
            int instances = Integer.parseInt(
                    new String(digits, 0, Math.max(0, in.read(digits)), StandardCharsets.US_ASCII).strip());
            return waiting + INOTIFY_SPARE <= instances
                    ? Optional.empty()
                    : Optional.of("fs.inotify.max_user_instances is %d: with %d idlers it would poll"
                            .formatted(instances, waiting));
        } catch (IOException noLimitTold) {
            return Optional.empty();
        }
    }

    @Override
    public ProcessTree processes() {
        return new ProcessTree(process.pid());
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        process.close();
        process = launch();
    }

    @Override
    public long neededKib() throws IOException {
        return processes().memory().proportionalKib();
    }

    @Override
    public void close() {
        process.close();
        Folders.remove(sockets);
    }

    private ServerProcess launch() throws IOException, InterruptedException {
        var file = folder.resolve("dovecot.conf");
        Files.writeString(file, configuration());
        open(sockets);
        open(folder);
        var started = ServerProcess.start(
                List.of(program.toString(), "-F", "-c", file.toString()), Map.of(), folder.resolve("dovecot.out"));
        started.await(log -> answers(), START_MAX);
        return started;
    }

    private boolean answers() {
        try (var socket = new Socket(imap.getAddress(), imap.getPort())) {
            socket.setSoTimeout((int) START_MAX.toMillis());
            return socket.getInputStream().read() == '*';
        } catch (IOException notYet) {
            return false;
        }
    }

    private String configuration() throws IOException {
        var mail = Files.createDirectories(folder.resolve("mail"));
        var me = System.getProperty("user.name");
        boolean root = me.equals("root");
        var owner = root ? "dovecot" : me;
        if (root) {
            var user = mail.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
            Files.setOwner(mail, user);
        }
        var users = root
                ? ""
                : "default_internal_user = %1$s\ndefault_login_user = %1$s\n".formatted(me)
                        + "default_internal_group = %s\n".formatted(group());
        return users
                + """
                protocols = imap
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                auth_mechanisms = plain
                base_dir = %1$s
                state_dir = %1$s
                log_path = %2$s/dovecot.log
                mail_location = sdbox:~/mail
                mail_fsync = %3$s
                mail_max_userip_connections = %4$d
                first_valid_uid = 1
                first_valid_gid = 1
                default_process_limit = %4$d
                default_client_limit = 50000
                passdb {
                  driver = static
                  args = password=secret
                }
                userdb {
                  driver = static
                  args = uid=%5$s gid=%8$s home=%2$s/mail/%%u
                }
                service imap-login {
                  chroot = %9$s
                  service_count = %6$d
                  process_limit = %4$d
                  inet_listener imap {
                    address = 127.0.0.1
                    port = %7$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service imap {
                  service_count = %10$d
                  process_limit = %4$d
                }
                service anvil {
                  chroot = %11$s
                  client_limit = 50000
                }
                service stats {
                  client_limit = 50000
                }
                service auth {
                  client_limit = 50000
                }
                """.formatted(
                                sockets,
                                folder,
                                variant.fsync,
                                PROCESSES_MAX,
                                owner,
                                variant.serviceCount,
                                imap.getPort(),
                                root ? "dovecot" : group(),
                                root ? "login" : "",
                                variant.serviceCount == 1 ? 1 : 1_000,
                                root ? "empty" : "");
    }

    private String group() throws IOException {
        var attributes = Files.readAttributes(folder, PosixFileAttributes.class);
        return attributes.group().getName().toLowerCase(Locale.ROOT);
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
