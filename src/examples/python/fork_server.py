# Runs a set-up file once, then each job in a copy of this process. Understood by Python 3.9 and later.
# Arguments: a mark, the set-up file, the name to show for it. The standard input is a socket: a request is JSON with the outputs of
# the job as two file descriptors; the answers are the number of the copy and, when it has ended, its exit code, or less than zero the
# signal that ended it. Before the first request one word says whether the set-up is done. Each message is a line.
def _studybook():
    import json
    import os
    import resource
    import socket
    import sys
    import threading

    mark, setup, setup_name = sys.argv[1:4]
    own = sys.argv[0]
    space = sys.modules["__main__"].__dict__
    del space["_studybook"]
    home = os.getcwd()
    sys.path[0] = home
    server = socket.socket(fileno=os.dup(0))

    def run(path, name):
        with open(path, "rb") as file:
            source = file.read()
        space["__file__"] = name
        exec(compile(source, name, "exec", 0, True), space)

    def show(kind, value, trace):
        while trace is not None and trace.tb_frame.f_code.co_filename == own:
            trace = trace.tb_next
        value = value.with_traceback(trace)
        if isinstance(value, SystemExit):
            import traceback

            traceback.print_exception(kind, value, trace)
        else:
            sys.excepthook(kind, value, trace)

    def flush():
        for stream in (sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__):
            try:
                stream.flush()
            except Exception:
                pass

    def done(word):
        flush()
        line = ("\x1e" + mark + word + "\x1e").encode("ascii")
        os.write(1, line)
        os.write(2, line)

    def begin(request, outputs):
        os.setpgid(0, 0)
        server.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, file in enumerate([nothing, *outputs]):
            os.dup2(file, number)
            os.close(file)
        most = request["processor"]
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        os.environ.clear()
        os.environ.update(request["variables"])
        os.chdir(request["folder"])
        sys.path[:] = [request["folder"] if place == home else place for place in sys.path]
        sys.path_importer_cache.clear()

    run(setup, setup_name)
    flush()
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
            begin(request, files)
            break
        for file in files:
            os.close(file)
        try:
            os.setpgid(process, process)
        except OSError:
            # It has ended, or did so itself.
            pass
        server.sendall(b"%d\n" % process)
        server.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))

    blocks = request["blocks"]
    done("setup")
    for block in blocks:
        sys.argv[:] = [block[1:]]
        try:
            run(block[1:], block[1:])
        except BaseException:
            show(*sys.exc_info())
            if block[0] == "-":
                done("failed")
                sys.exit(1)
            done("raised")
        else:
            done("passed")


_studybook()
