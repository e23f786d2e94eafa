"""From a change in an editor to the problems that it shows: how long `studybook lsp` takes.

    python3 bench/generate.py --topics 1000 --out /tmp/guide
    python3 bench/lsp.py target/release/studybook /tmp/guide --edits 100

Each edit writes a dead link into a topic, or takes it out again; the clock runs from the change to the diagnostics of that topic.
Beside them, a whole `check` of the same guide.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import time


class Server:
    """A server that is talked with over pipes."""

    def __init__(self, program, guide):
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        folders = [{"uri": guide.as_uri(), "name": "guide"}]
        watched = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
        self.say("initialize", {"capabilities": watched, "workspaceFolders": folders}, 1)
        self.hear(lambda message: message.get("id") == 1)
        self.say("initialized", {})

    def say(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        text = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self.process.stdin.flush()

    def cpu(self):
        """The seconds of CPU that it took so far, user and system."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def hear(self, wanted):
        """The first message that is wanted; all before it are passed over."""
        while True:
            size = int(self.process.stdout.readline().split(b":")[1])
            self.process.stdout.readline()
            message = json.loads(self.process.stdout.read(size))
            if wanted(message):
                return message


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("guide", type=pathlib.Path)
    parser.add_argument("--edits", type=int, default=100)
    options = parser.parse_args()
    guide = options.guide.resolve()
    since = time.perf_counter()
    subprocess.run([options.program, "check", str(guide)], capture_output=True, check=False)
    check = time.perf_counter() - since

    server = Server(options.program, guide)
    topics = sorted(path for path in (guide / "content").rglob("*.md") if path.name != "index.md")
    chance = random.Random(1)
    # All that a pause makes is made before the clock runs.
    server.say("textDocument/didSave", {"textDocument": {"uri": topics[0].as_uri()}})
    server.say("textDocument/foldingRange", {"textDocument": {"uri": topics[0].as_uri()}}, 2)
    server.hear(lambda message: message.get("id") == 2)
    times, cpu = [], server.cpu()
    for _ in range(options.edits // 2):
        path = chance.choice(topics)
        uri, text = path.as_uri(), path.read_text()
        document = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        server.say("textDocument/didOpen", {"textDocument": document})
        for version, has_link in [(2, True), (3, False)]:
            time.sleep(0.15)
            now = text + "\n[x](gone.md)\n" if has_link else text
            since = time.perf_counter()
            change = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": now}]}
            server.say("textDocument/didChange", change)

            def is_told(message):
                params = message.get("params", {})
                codes = [it["code"] for it in params.get("diagnostics", [])]
                return params.get("uri") == uri and ("no-such-topic" in codes) == has_link

            server.hear(is_told)
            times.append(time.perf_counter() - since)
        server.say("textDocument/didClose", {"textDocument": {"uri": uri}})
    cpu = (server.cpu() - cpu) / len(times)
    server.say("shutdown", None, 3)
    server.say("exit", None)
    server.process.wait()
    times.sort()
    ranks = {"median": 0.5, "p95": 0.95, "worst": 1.0}
    found = {name: times[min(len(times) - 1, int(len(times) * rank))] for name, rank in ranks.items()}
    words = ", ".join(f"{name} {1000 * found[name]:.0f} ms" for name in ranks)
    print(f"{len(topics)} topics, {len(times)} edits: {words}; {1000 * cpu:.0f} ms of CPU each; a whole check {check:.2f} s, {check / found['p95']:.0f} times p95")


if __name__ == "__main__":
    main()
