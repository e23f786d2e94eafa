# The Python side of pyodide.mjs: runs a job and puts everything back as it was.
import ast
import asyncio
import atexit
import builtins
import gc
import importlib
import importlib.util
import io
import json
import linecache
import os
import shutil
import sys
import time
import traceback
import types
import warnings

import js

# What needs threads, processes, sockets or signals, or a library that the package leaves out.
LACKING = {
    "_thread", "concurrent", "ctypes", "curses", "dbm", "ensurepip", "fcntl", "ftplib", "grp", "http", "imaplib",
    "lzma", "mmap", "multiprocessing", "poplib", "pty", "pwd", "readline", "resource", "select", "selectors", "signal",
    "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "syslog", "termios", "threading", "tkinter",
    "tty", "turtle", "urllib.request", "venv", "wsgiref", "xmlrpc", "faulthandler", "tracemalloc",
}
# What shows the machine: its words of 32 bits, and that no package is installed on it.
SHOWING = ("getsizeof", "__sizeof__", "calcsize", "maxsize", "platform")
# Limits of the machine, as they are told by an exception.
LIMITS = ("convert to C ssize_t", "convert to C long", "cannot fit 'int' into an index-sized integer", "On Pyodide")
HOME = "/home/example"
# Modules of the package, which tie Python to JavaScript: what they hold is left alone.
OURS = {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "_pyodide_importhook", "studybook"}
# Flags of types: made at run time, and not to be changed.
HEAP_TYPE = 1 << 9
OF_PYTHON = HEAP_TYPE | 1 << 8


class NoSelector:
    """Stands for a selector where there is nothing to select: it only waits."""

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("the event loop waits for something that cannot happen here")
        if timeout > 0:
            time.sleep(timeout)
        return []

    def get_map(self):
        return {}

    def close(self):
        pass


class Loop(asyncio.BaseEventLoop):
    """The standard event loop without sockets, so that `asyncio.run` works as everywhere."""

    def __init__(self):
        super().__init__()
        self._selector = NoSelector()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


def imports(code):
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def lacks(code):
    """Whether the code asks for what is known not to work here."""
    try:
        names = imports(code)
    except SyntaxError:
        return False
    for name in names:
        top = name.split(".")[0]
        if name in ("http.HTTPStatus", "http.HTTPMethod", "http"):
            continue
        if name in LACKING or top in LACKING:
            return True
    return "to_thread" in code or "run_in_executor" in code or "os.fork" in code


def misses(code):
    """Whether the code imports a module that is not here, or asks which are."""
    try:
        names = imports(code)
    except SyntaxError:
        return False
    if "importlib.metadata" in names:
        return True
    for name in {name.split(".")[0] for name in names}:
        if name in sys.modules or name in sys.builtin_module_names:
            continue
        try:
            if importlib.util.find_spec(name) is None:
                return True
        except (ImportError, ValueError):
            return True
    return False


def state(modules):
    """The classes, objects and containers that the modules hold, each with a copy of what it has now."""
    held = []
    seen = {id(sys.modules), id(os.environ._data), id(sys.path_importer_cache), id(vars(builtins))}
    rest = [value for name, module in modules if name.partition(".")[0] not in OURS for value in vars(module).values()]
    while rest:
        it = rest.pop()
        if id(it) in seen:
            continue
        seen.add(id(it))
        kind = type(it)
        if kind in (dict, list, set):
            held.append((it, it.copy()))
            rest.extend(it.values() if kind is dict else it)
        elif isinstance(it, type):
            if it.__flags__ & OF_PYTHON == HEAP_TYPE:
                held.append((it, dict(vars(it))))
                rest.extend(vars(it).values())
        elif kind.__flags__ & HEAP_TYPE and not isinstance(it, types.ModuleType):
            rest.append(getattr(it, "__dict__", None))
    return held


def put_back(it, was):
    if isinstance(it, type):
        now = dict(vars(it))
        for name in now.keys() - was.keys():
            if not name.startswith("__"):
                type.__delattr__(it, name)
        for name, value in was.items():
            if now.get(name, now) is not value and not name.startswith("__"):
                type.__setattr__(it, name, value)
    elif isinstance(it, dict):
        if it.keys() != was.keys() or any(it[key] is not value for key, value in was.items()):
            it.clear()
            it.update(was)
    elif isinstance(it, set):
        if it != was:
            it.clear()
            it.update(was)
    elif len(it) != len(was) or any(now is not then for now, then in zip(it, was)):
        it[:] = was


def snapshot():
    modules = [(name, module) for name, module in sys.modules.items()
               if isinstance(module, types.ModuleType) and name != "__main__"]
    return {
        "state": state(modules),
        "modules": dict(sys.modules),
        "environ": dict(os.environ),
        "path": list(sys.path),
        "meta_path": list(sys.meta_path),
        "path_hooks": list(sys.path_hooks),
        "filters": list(warnings.filters),
        "builtins": dict(vars(builtins)),
        "limit": sys.getrecursionlimit(),
        "names": {name: dict(vars(module)) for name, module in modules},
    }


def restore(base):
    sys.settrace(None)
    sys.setprofile(None)
    sys.setrecursionlimit(base["limit"])
    for name in set(sys.modules) - set(base["modules"]):
        del sys.modules[name]
    sys.modules.update(base["modules"])
    # A block may have patched a module that was here before it, or made it remember something.
    for name, names in base["names"].items():
        space = vars(sys.modules[name])
        for extra in set(space) - set(names):
            del space[extra]
        for key, value in names.items():
            if space.get(key, space) is not value:
                space[key] = value
    for it, was in base["state"]:
        put_back(it, was)
    os.environ.clear()
    os.environ.update(base["environ"])
    sys.path[:] = base["path"]
    sys.meta_path[:] = base["meta_path"]
    sys.path_hooks[:] = base["path_hooks"]
    warnings.simplefilter("default")
    warnings.filters[:] = base["filters"]
    sys.path_importer_cache.clear()
    linecache.clearcache()
    importlib.invalidate_caches()
    os.chdir("/")
    shutil.rmtree(HOME, ignore_errors=True)
    gc.collect()


def show(kind, value, trace):
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    value = value.with_traceback(trace)
    if isinstance(value, SystemExit) or sys.excepthook is not sys.__excepthook__:
        traceback.print_exception(kind, value, trace)
    else:
        sys.__excepthook__(kind, value, trace)


def taken():
    for stream in (sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            pass
    out, err = js.studybookTaken().to_py()
    return out, err


def end(main):
    """Ends a program as the interpreter does: exit functions, then the names of the main module."""
    atexit._run_exitfuncs()
    sys.last_type = sys.last_value = sys.last_traceback = sys.last_exc = None
    space = vars(main)
    for names in ([name for name in space if name.startswith("_")], list(space)):
        for name in names:
            if name != "__builtins__":
                space[name] = None
    gc.collect()


def run_blocks(files):
    os.makedirs(HOME)
    os.chdir(HOME)
    sys.path.insert(0, HOME)
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    asyncio.events._set_running_loop(None)
    asyncio.events._set_event_loop_policy(None) if hasattr(asyncio.events, "_set_event_loop_policy") else None
    results = []
    failed = False
    for file in files:
        with open(file["name"], "w", encoding="utf-8") as stream:
            stream.write(file["code"])
    for file in files:
        if failed:
            results.append({"out": "", "err": "", "code": None})
            continue
        code = 0
        exited = raised = False
        main.__file__ = file["name"]
        sys.argv[:] = [file["name"]]
        try:
            exec(compile(file["code"], file["name"], "exec", 0, True), main.__dict__)
        except BaseException:
            kind, value, trace = sys.exc_info()
            exited = isinstance(value, SystemExit)
            raised = not exited
            if exited and value.code in (None, 0):
                pass
            else:
                code = value.code if exited and isinstance(value.code, int) else 1
                show(kind, value, trace)
            kind = value = trace = None
        if file is files[-1]:
            end(main)
        out, err = taken()
        results.append({"out": out, "err": err, "code": code, "exited": exited, "raised": raised})
        failed = code != 0 and not file["raises"]
    return results


def studybook_run(line):
    job = json.loads(line)
    files = job["files"]
    if job["only_parse"]:
        try:
            ast.parse(files[0]["code"])
        except SyntaxError as error:
            return json.dumps({"syntax": [error.lineno or 1, error.offset or 1, str(error.msg)]})
        return json.dumps({"syntax": None})
    if any(lacks(file["code"]) for file in files):
        return json.dumps({"unsupported": True})
    try:
        results = run_blocks(files)
    finally:
        restore(BASE)
        taken()
    excused = any(
        misses(file["code"]) or any(word in file["code"] for word in SHOWING) for file in files
    ) or any(limit in result["err"] for result in results for limit in LIMITS)
    return json.dumps({"results": results, "excused": excused})


__file__ = "studybook.py"
__name__ = "studybook"
asyncio.new_event_loop = Loop
asyncio.events.new_event_loop = Loop
sys.modules["studybook"] = types.ModuleType("studybook")
os.chdir("/")
shutil.rmtree(HOME, ignore_errors=True)
BASE = snapshot()
