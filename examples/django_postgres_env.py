"""The first part of the set-up of `env=django-postgres`: a real PostgreSQL.

It runs before `django_env.py`, which finds the database to use in `_database`.
The server lies in a temporary folder, listens on a Unix socket in it only, and
is shared by all blocks of a run; each block has a database of its own. A small
process guards the server: it stops it and removes the folder once no run of
`studybook test` needs it, and the server stops if its guard is killed. What a
block leaves behind is killed with it, known by the folder in its variables; so
the guard is a program of its own that begins with no variables at all.
Without PostgreSQL or its driver the block is skipped, with the reason.
"""

# Arguments: the folder to work in, PostgreSQL's programs, the user and the group who run it ("-" for both: ours).
_GUARD = """
import fcntl, os, resource, shutil, signal, subprocess, sys, time

folder, bin_folder, user, group = sys.argv[1:]
held = open(os.path.join(folder, "guard"), "w")
fcntl.flock(held, fcntl.LOCK_EX)
for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA):
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass  # the limits of one block are enough for a small server


def end_with_parent():
    try:
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGINT)
    except (AttributeError, ImportError, OSError):
        pass  # not Linux: the server is stopped by its guard only


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def any_alive(part):
    # A name is the number of a run and that of a block.
    names = os.listdir(os.path.join(folder, "runs"))
    return any(is_alive(int(name.split("-")[part])) for name in names)


as_user = {} if user == "-" else {"user": int(user), "group": int(group), "extra_groups": []}
home = os.path.join(folder, "server")
data = os.path.join(home, "data")
os.mkdir(home, 0o700)
if as_user:
    os.chown(home, int(user), int(group))
log = open(os.path.join(folder, "log"), "wb")
common = dict(cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **as_user)
made = subprocess.run(
    [os.path.join(bin_folder, "initdb"), "-D", data, "-U", "studybook", "-A", "trust",
     "-E", "UTF8", "--locale=C", "--no-sync"], **common)
server = None
if made.returncode == 0:
    settings = {
        "listen_addresses": "", "unix_socket_directories": home, "fsync": "off",
        "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "16MB",
        "max_connections": "60", "autovacuum": "off", "timezone": "UTC",
    }
    command = [os.path.join(bin_folder, "postgres"), "-D", data]
    for name, value in settings.items():
        command += ["-c", name + "=" + value]
    server = subprocess.Popen(command, preexec_fn=end_with_parent, **common)
idle_since = time.monotonic()
while server is not None and server.poll() is None:
    time.sleep(0.2)
    with open(os.path.join(folder, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(os.path.join(folder, "ready")):
            if os.path.exists(os.path.join(home, ".s.PGSQL.5432")):
                open(os.path.join(folder, "ready"), "w").close()
            continue
        if any_alive(0) and time.monotonic() - idle_since < 120:
            if any_alive(1):
                idle_since = time.monotonic()
            continue
        server.send_signal(signal.SIGINT)
        server.wait()
        held.close()
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit()
if server is not None:
    server.wait()
open(os.path.join(folder, "failed"), "w").close()
"""


def _postgres():
    import glob
    import os
    import shutil
    import sys
    import tempfile
    import time
    from unittest import SkipTest

    try:
        import fcntl
    except ImportError:
        raise SkipTest("this system has no Unix sockets that the server could use")
    try:
        import psycopg
    except ImportError:
        raise SkipTest("psycopg, the driver of PostgreSQL, is not installed") from None

    def programs():
        """The folder of PostgreSQL's own programs: Debian keeps them out of the PATH."""
        debian = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=version_of, reverse=True)
        on_path = shutil.which("initdb")
        candidates = debian + [os.path.dirname(os.path.realpath(on_path))] if on_path else debian
        for folder in candidates:
            if all(os.access(os.path.join(folder, name), os.X_OK) for name in ("initdb", "postgres")):
                return folder
        raise SkipTest("PostgreSQL is not installed: no `initdb` on the PATH or in /usr/lib/postgresql")

    def version_of(folder):
        name = folder.split("/")[-2]
        return tuple(int(part) for part in name.split(".") if part.isdigit())

    def other_user():
        """The server refuses to run as root; then another user runs it."""
        import pwd

        if os.getuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                pass
        raise SkipTest("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`")

    def is_alive(pid):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True

    def start(folder, bin_folder):
        """A guard, away from this block's process group, which is killed with the block."""
        user = other_user()
        as_user = [str(user.pw_uid), str(user.pw_gid)] if user else ["-", "-"]
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return
        try:
            os.setsid()
            if os.fork() == 0:
                nothing = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(nothing, stream)
                os.closerange(3, 1024)
                os.chdir("/")
                os.execve(sys.executable, [sys.executable, "-I", "-c", _GUARD, folder, bin_folder] + as_user, {})
        finally:
            os._exit(0)

    def guarded(folder):
        try:
            with open(os.path.join(folder, "guard")) as held:
                fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            pass
        return False

    def server_folder():
        """The folder of a server that is starting or ready, registered for this run."""
        bin_folder = programs()
        other_user()
        # The block's own temporary folder goes with the block, so this one lies beside it.
        base = "/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir()
        folder = os.path.join(base, "studybook-postgres-%d" % os.getuid())
        while True:
            os.makedirs(os.path.join(folder, "runs"), mode=0o711, exist_ok=True)
            if os.stat(folder).st_uid != os.getuid():
                raise SkipTest("another user owns " + folder)
            with open(os.path.join(folder, "lock"), "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                try:
                    if os.stat(lock.name).st_ino != os.fstat(lock.fileno()).st_ino:
                        continue  # the folder was removed while we waited
                except FileNotFoundError:
                    continue
                os.chmod(folder, 0o711)
                mine = os.path.join(folder, "runs", "%d-%d" % (os.getppid(), os.getpid()))
                open(mine, "w").close()
                if not guarded(folder):
                    for name in ("server", "ready", "failed", "log"):
                        path = os.path.join(folder, name)
                        if os.path.isdir(path):
                            shutil.rmtree(path)
                        elif os.path.exists(path):
                            os.remove(path)
                    start(folder, bin_folder)
                    while not guarded(folder):
                        time.sleep(0.01)
            return folder

    def log_of(folder):
        with open(os.path.join(folder, "log"), encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-10:])

    def wait_until_ready(folder):
        while not os.path.exists(os.path.join(folder, "ready")):
            if os.path.exists(os.path.join(folder, "failed")) or not guarded(folder):
                raise RuntimeError("PostgreSQL did not start:\n" + log_of(folder))
            time.sleep(0.02)

    def connected(socket):
        """A connection, once the server has left its start-up behind."""
        while True:
            try:
                return psycopg.connect(host=socket, user="studybook", dbname="postgres", autocommit=True)
            except psycopg.OperationalError:
                if os.path.exists(os.path.join(folder, "failed")) or not guarded(folder):
                    raise
                time.sleep(0.05)

    folder = server_folder()
    wait_until_ready(folder)
    socket = os.path.join(folder, "server")
    name = "block_%d" % os.getpid()
    with connected(socket) as admin:
        for (old,) in admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'block\\_%'").fetchall():
            if old == name or not is_alive(int(old.split("_")[1])):
                admin.execute('DROP DATABASE IF EXISTS "%s" WITH (FORCE)' % old)
        admin.execute('CREATE DATABASE "%s"' % name)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": "studybook",
        "HOST": socket,
        "TEST": {"NAME": name},
    }


_database = _postgres()
del _postgres, _GUARD
