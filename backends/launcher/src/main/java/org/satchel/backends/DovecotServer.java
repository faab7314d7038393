// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A private Dovecot as a child process, where one is installed (Debian: dovecot-imapd), to compare answers with: what
/// its packages bring is switched on, any name logs in with one password, folders are shared by access lists.
///
/// Run by root it uses the accounts of the package; run by anybody else, that user for all.
public final class DovecotServer implements AutoCloseable {
    public static final String PASSWORD = "secret";

    private static final Duration READY_MAX = Duration.ofMinutes(10);

    private final InetSocketAddress address;
    private final Child child;

    private DovecotServer(InetSocketAddress address, Child child) {
        this.address = address;
        this.child = child;
    }

    public static boolean isAvailable() {
        return program().isPresent();
    }

    /// @param folder gets its mail and its log; its unix sockets have short names and lie elsewhere
    public static DovecotServer start(Path folder) throws IOException, InterruptedException {
        var program = program().orElseThrow(() -> new IOException("no dovecot here (Debian: dovecot-imapd)"));
        var address = Loopback.freePort();
        var sockets = Files.createTempDirectory("satchel-dovecot-");
        open(folder);
        open(sockets);
        var file = folder.resolve("dovecot.conf");
        Files.writeString(file, configuration(folder, sockets, address.getPort()));
        var child = Child.start(
                "Dovecot " + address,
                List.of(program.toString(), "-F", "-c", file.toString()),
                folder,
                folder.resolve("dovecot.out"));
        try {
            child.await(() -> greets(address), READY_MAX);
        } catch (IOException | InterruptedException failure) {
            child.kill();
            throw failure;
        }
        return new DovecotServer(address, child);
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        child.kill();
    }

    private static Optional<Path> program() {
        return Child.find("dovecot", Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));
    }

    /// The server speaks first.
    private static boolean greets(InetSocketAddress address) {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout((int) READY_MAX.toMillis());
            return socket.getInputStream().read() == '*';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String configuration(Path folder, Path sockets, int port) throws IOException {
        var mail = Files.createDirectories(folder.resolve("mail"));
        var me = System.getProperty("user.name");
        boolean root = me.equals("root");
        var owner = root ? "dovecot" : me;
        if (root) {
            Files.setOwner(
                    mail, mail.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
        }
        var users = root
                ? ""
                : "default_internal_user = %1$s\ndefault_login_user = %1$s\ndefault_internal_group = %1$s\n"
                        .formatted(me);
        var chroot = root ? "" : "service imap-login {\n  chroot =\n}\nservice anvil {\n  chroot =\n}\n";
        return users + chroot + """
                protocols = imap
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                auth_mechanisms = plain login
                base_dir = %1$s
                state_dir = %1$s
                log_path = %2$s/dovecot.log
                mail_location = sdbox:~/mail
                mail_max_userip_connections = 100
                mail_attribute_dict = file:%%h/dovecot-attributes
                mail_plugins = acl quota zlib
                first_valid_uid = 1
                first_valid_gid = 1
                protocol imap {
                  mail_plugins = $mail_plugins imap_acl imap_quota imap_zlib
                  imap_metadata = yes
                }
                namespace inbox {
                  inbox = yes
                  separator = /
                }
                namespace {
                  type = shared
                  separator = /
                  prefix = "Other Users/%%%%u/"
                  location = sdbox:%2$s/mail/%%%%u/mail:INDEXPVT=~/shared/%%%%u
                  subscriptions = no
                  list = children
                }
                plugin {
                  acl = vfile
                  acl_shared_dict = file:%2$s/mail/shared
                  quota = count:User quota
                  quota_rule = *:storage=1G
                  quota_vsizes = yes
                }
                passdb {
                  driver = static
                  args = password=%3$s
                }
                userdb {
                  driver = static
                  args = uid=%4$s gid=%5$s home=%2$s/mail/%%u
                }
                service imap-login {
                  inet_listener imap {
                    address = 127.0.0.1
                    port = %6$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                """.formatted(sockets, folder, PASSWORD, owner, owner, port);
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(Files.createDirectories(folder), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
