package io.jenkins.plugins.consistentbackup.embedded.node;

import static io.jenkins.plugins.consistentbackup.embedded.sandbox.Commands.quote;

import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Isolation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The script that the first process of a container runs before it becomes the container's program. It starts in fresh
 * mount, pid, ipc and uts namespaces as the sandbox's root, builds the root file system in a tmpfs, makes that the only
 * one it has, drops its rights and replaces itself.
 *
 * <p>On standard output it says {@code pid <pid in the host's namespace>}, then {@code run} right before the program
 * starts or {@code refused <why>}; everything after {@code run} is the program's own.
 */
final class StartScript {
    static final String PID = "pid ";
    static final String RUN = "run";
    static final String REFUSED = "refused ";
    /** What containerd reports for a container whose program could not be started. */
    static final int START_ERROR = 128;

    private static final String BEGIN = """
            set -eu
            read -r pid rest < /proc/self/stat
            echo "pid $pid"
            container_path=$PATH
            PATH=/usr/sbin:/usr/bin:/sbin:/bin
            umask 022
            bind() { # source target options: creates the target like its source
                if [ -d "$1" ]; then directory_for=$2; else directory_for=${2%/*}; fi
                if [ ! -d "$directory_for" ]; then mkdir -p "$directory_for"; fi
                if [ ! -d "$1" ]; then : >> "$2"; fi
                # Who is not root may not uncover what is mounted within: there it comes along.
                mount -o "bind${3:+,$3}" "$1" "$2" 2> /dev/null && return
                mount --rbind "$1" "$2"
                if [ -n "$3" ]; then mount -o "remount,bind,$3" "$2"; fi
            }
            mkdir -p "$root"
            mount -t tmpfs -o mode=755 tmpfs "$root"
            cd "$root"
            mkdir proc dev dev/shm tmp run var var/lib var/log var/tmp etc home opt root mnt srv sys .host
            chmod 1777 tmp var/tmp run
            chmod 700 root
            ln -s ../run var/run
            for directory in bin sbin lib lib32 lib64 libx32; do
                if [ -L "/$directory" ]; then cp -P "/$directory" "$directory"
                elif [ -d "/$directory" ]; then bind "/$directory" "$root/$directory" ro; fi
            done
            bind /usr "$root/usr" ro
            for name in ssl alternatives ld.so.cache ld.so.conf ld.so.conf.d localtime services protocols resolv.conf \\
                    nsswitch.conf ca-certificates; do
                if [ -e "/etc/$name" ]; then bind "/etc/$name" "$root/etc/$name" ro; fi
            done
            mount -t proc proc proc
            for device in null zero full random urandom tty; do bind "/dev/$device" "$root/dev/$device" ''; done
            mount -t tmpfs -o mode=1777,size=64m tmpfs dev/shm
            ln -s /proc/self/fd dev/fd
            ln -s /proc/self/fd/0 dev/stdin
            ln -s /proc/self/fd/1 dev/stdout
            ln -s /proc/self/fd/2 dev/stderr
            """;

    private static final String FINISH = """
            cd "$root"
            pivot_root . .host
            umount -l /.host
            rmdir /.host
            """;

    private static final String PROGRAM = """
            PATH=$container_path
            unset root rest pid container_path
            if ! command -v "$1" > /dev/null 2>&1; then
                echo "refused exec: \\"$1\\": executable file not found in \\$PATH: unknown"
                exit 128
            fi
            echo run
            """;

    private StartScript() {}

    /** The script of a container whose root is built below a directory (which stays empty on the host). */
    static String of(ContainerSpec spec, Path root, Isolation isolation) {
        StringBuilder script = new StringBuilder();
        script.append("root=").append(quote(root.toString())).append('\n').append(BEGIN);
        accounts(script, spec);
        image(script, spec.image(), isolation);
        for (ContainerSpec.Mount mount : spec.mounts()) {
            script.append("bind %s \"$root\"%s %s\n"
                    .formatted(
                            quote(mount.source().toString()), quote(mount.target()), mount.readOnly() ? "ro" : "''"));
        }
        script.append("mkdir -p \"$root\"")
                .append(quote(spec.workingDirectory()))
                .append('\n');
        script.append("hostname ")
                .append(quote(spec.hostname()))
                .append(" || :\n")
                .append(FINISH);
        if (spec.readOnlyRoot()) {
            script.append("mount -o remount,bind,ro /\n");
        }
        script.append("cd ").append(quote(spec.workingDirectory())).append('\n');
        script.append("set -- ").append(words(spec.command())).append('\n').append(PROGRAM);
        script.append("exec ").append(words(spec.identity().become(isolation))).append(" \"$@\"\n");
        return script.toString();
    }

    /** Databases look their user up and refuse to run without an entry. */
    private static void accounts(StringBuilder script, ContainerSpec spec) {
        Image image = spec.image();
        String own = image.user() == 0 ? "" : "%1$s:x:%2$d:%2$d::/:/bin/sh%n".formatted(image.userName(), image.user());
        String group = image.user() == 0 ? "" : "%s:x:%d:%n".formatted(image.userName(), image.user());
        int user = spec.identity().user();
        if (user != 0 && user != image.user()) {
            own += "user%1$d:x:%1$d:%2$d::/:/bin/sh%n"
                    .formatted(user, spec.identity().group());
        }
        script.append("printf %s ")
                .append(quote("root:x:0:0:root:/root:/bin/sh\n" + own + "nobody:x:65534:65534::/:/bin/false\n"))
                .append(" > etc/passwd\nprintf %s ")
                .append(quote("root:x:0:\n" + group + "nogroup:x:65534:\n"))
                .append(" > etc/group\nprintf %s ")
                .append(quote("127.0.0.1 localhost " + spec.hostname() + "\n"))
                .append(" > etc/hosts\necho ")
                .append(quote(spec.hostname()))
                .append(" > etc/hostname\n");
    }

    private static void image(StringBuilder script, Image image, Isolation isolation) {
        image.files()
                .ifPresent(files -> script.append(
                        "bind %s \"$root\"%s ro\n".formatted(quote(files.toString()), quote(image.mountPath()))));
        image.scripts()
                .forEach((path, content) -> script.append("printf %s ")
                        .append(quote(content))
                        .append(" > \"$root\"")
                        .append(quote(path))
                        .append("; chmod 755 \"$root\"")
                        .append(quote(path))
                        .append('\n'));
        for (String directory : image.directories()) {
            String target = "\"$root\"" + quote(directory);
            script.append("mkdir -p ").append(target);
            if (isolation == Isolation.ROOT) {
                script.append("; chown %1$d:%1$d ".formatted(image.user())).append(target);
            }
            script.append('\n');
        }
    }

    private static String words(List<String> words) {
        return words.stream().map(word -> quote(word)).collect(Collectors.joining(" "));
    }
}
