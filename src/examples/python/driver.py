# Runs the blocks of a session in one namespace, after a set-up file. Understood by Python 2.7 and 3.
# Arguments: a mark, the set-up file or "", the name to show for it, then "+file" for each block that may raise, "!file" for one
# that exits, or "-file". After each block a line with the mark goes to both outputs. A set-up that raises unittest.SkipTest skips all.
# In the place of blocks "=file" may stand: after the set-up, what that file defines as wait_for_job gives the blocks, in a copy of this process.
def _studybook():
    import os
    import sys

    mark, setup, setup_name = sys.argv[1:4]
    blocks = sys.argv[4:]
    own = sys.argv[0]
    space = sys.modules["__main__"].__dict__
    del space["_studybook"]
    sys.path[0] = os.getcwd()

    def run(path, name):
        with open(path, "rb") as file:
            source = file.read()
        space["__file__"] = name
        exec(compile(source, name, "exec", 0, True), space)

    def show(kind, value, trace):
        while trace is not None and trace.tb_frame.f_code.co_filename == own:
            trace = trace.tb_next
        if hasattr(value, "with_traceback"):
            value = value.with_traceback(trace)
        if isinstance(value, SystemExit):
            import traceback

            traceback.print_exception(kind, value, trace)
        else:
            sys.excepthook(kind, value, trace)

    def done(word):
        for stream in (sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__):
            try:
                stream.flush()
            except Exception:
                pass
        line = ("\x1e" + mark + word + "\x1e").encode("ascii")
        os.write(1, line)
        os.write(2, line)

    if setup:
        try:
            run(setup, setup_name)
        except BaseException:
            kind, value, trace = sys.exc_info()
            if kind.__name__ == "SkipTest" and kind.__module__.split(".")[0] == "unittest":
                sys.stderr.write("%s\n" % value)
                done("skipped")
                os._exit(0)
            show(kind, value, trace)
            done("setup-failed")
            sys.exit(1)
        if blocks[0][0] == "=":
            waiting = {}
            with open(blocks[0][1:], "rb") as file:
                exec(compile(file.read(), blocks[0][1:], "exec", 0, True), waiting)
            blocks = waiting["wait_for_job"]()
        done("setup")
    for block in blocks:
        sys.argv[:] = [block[1:]]
        try:
            run(block[1:], block[1:])
        except BaseException:
            kind, value, trace = sys.exc_info()
            if block[0] == "!" and isinstance(value, SystemExit):
                done("exited")
                raise
            show(kind, value, trace)
            if block[0] != "+":
                done("failed" if block[0] == "-" else "uncaught")
                sys.exit(1)
            done("raised")
        else:
            done("passed")


_studybook()
