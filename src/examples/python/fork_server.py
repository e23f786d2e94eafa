# Waits for jobs after the set-up of `driver.py`, and goes on with each in a copy of the process. Understood by Python 3.9 and later.
# The standard input is a socket: a request is JSON with the outputs of the job as two file descriptors; the answers are the number of the
# copy and, when it has ended, its exit code, or less than zero the signal that ended it. Before the first request one word says whether
# there can be copies. Each message is a line.
import json
import os
import resource
import socket
import sys
import threading


def wait_for_job():
    """Returns in each copy, with the blocks of its job. The process itself ends here when nobody asks any more."""
    server = socket.socket(fileno=os.dup(0))
    # Threads are not copied, so a set-up that started some has to run each time.
    server.sendall(b"ready\n" if threading.active_count() == 1 else b"threads\n")
    while True:
        text, files, _, _ = socket.recv_fds(server, 1 << 16, 2)
        while not text.endswith(b"\n"):
            more = server.recv(1 << 16) if text else b""
            if not more:
                os._exit(0)
            text += more
        request = json.loads(text)
        process = os.fork()
        if process == 0:
            server.close()
            _begin(request, files)
            return request["blocks"]
        for file in files:
            os.close(file)
        try:
            os.setpgid(process, process)
        except OSError:
            # It has ended, or did so itself.
            pass
        server.sendall(b"%d\n" % process)
        server.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


def _begin(request, outputs):
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate([nothing, *outputs]):
        os.dup2(file, number)
        os.close(file)
    most = request["processor"]
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    home = os.getcwd()
    os.environ.clear()
    os.environ.update(request["variables"])
    os.chdir(request["folder"])
    sys.path[:] = [request["folder"] if place == home else place for place in sys.path]
    sys.path_importer_cache.clear()
