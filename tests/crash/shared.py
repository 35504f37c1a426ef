"""PostgreSQL and S3 for the machines of all exchanges: one server of each. An exchange has a database and a prefix of its
own, both copies of those that its first stage begins with. Neither goes down with a machine."""

import hashlib
import hmac
import http.client
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
SUPPORT = HERE.parent / "support"


class Absent(Exception):
    """One of the servers is not installed."""


def act(program, *words):
    done = subprocess.run([SUPPORT / program, *words], env=dict(os.environ, COMITY_OWNER=str(os.getpid())), text=True,
                          stdout=subprocess.PIPE, check=False)
    if done.returncode == 77:
        raise Absent(done.stdout.strip())
    done.check_returncode()
    return done.stdout.split()


class Shared:
    def __init__(self, work):
        self.folder = work / "stores"
        self.folder.mkdir()
        work.chmod(0o711)
        self.folder.chmod(0o711)
        act("postgres", "start", self.folder / "pg")
        endpoint, self.access, self.secret = act("swift", "start", self.folder / "s3")
        act("swift", "ask", self.folder / "s3", "PUT", "nodes")
        self.port = int(endpoint.rsplit(":", 1)[1])
        (self.folder / "endpoint").write_text(endpoint + "\n")
        keys = self.folder / "keys"
        keys.touch(0o600)
        keys.write_text(f"[default]\naws_access_key_id = {self.access}\naws_secret_access_key = {self.secret}\n")
        self.sql("CREATE DATABASE snap_0")
        self.socket = str(self.folder / "s3.socket")
        self.relay = relayed(self.socket, str(self.port))

    def end(self):
        self.relay.kill()
        self.relay.wait()
        for program, folder in (("postgres", "pg"), ("swift", "s3")):
            subprocess.run([SUPPORT / program, "kill", self.folder / folder], capture_output=True, check=False)

    # --- an exchange's own --------------------------------------------------------------------------------------------

    def environment(self):
        return {"stores": str(self.folder), "within": "snap_0"}

    def begin(self, name, stage):
        """What one.py needs to know of it."""
        self.sql(f"CREATE DATABASE {name} TEMPLATE snap_{stage}")
        self.copy(f"snap_{stage}/", f"{name}/")
        services = self.folder / (name + ".services")
        services.write_text("".join(f"[{node}]\nhost={self.folder}/pg\nuser=comity\ndbname={name}\n"
                                    f"options=-csearch_path={node}\n" for node in ("xa", "xb")))
        return {"prefix": name, "relay": [str(self.port), self.socket],
                "settings": {"PGSERVICEFILE": str(services), "COMITY_CRASH_BUCKET": str(self.port)}}

    def keep(self, name, stage):
        self.sql(f"CREATE DATABASE snap_{stage} TEMPLATE {name}")
        self.copy(f"{name}/", f"snap_{stage}/")

    def end_of(self, name):
        self.sql(f"DROP DATABASE {name} WITH (FORCE)")
        for key in self.keys(f"{name}/"):
            self.ask("DELETE", key)

    def findings(self, name, marker):
        """No evidence in clear in either."""
        for key in self.keys(f"{name}/"):
            if marker in self.ask("GET", key):
                yield f"evidence in clear in the bucket: {key}"
        rows = subprocess.run(["pg_dump", "-h", self.folder / "pg", "-U", "comity", name], capture_output=True, check=True)
        if marker in rows.stdout or marker.hex().encode() in rows.stdout:
            yield "evidence in clear in the database"

    def abandoned(self, name):
        """Packages with objects that no row names: counted, as on a disk (judge.py)."""
        out = 0
        for node in ("xa", "xb"):
            known = self.sql(f"SELECT encode(package_id, 'hex') FROM {node}.package", name).split()
            there = {key.split("/")[3] for key in self.keys(f"{name}/{node}/objects/")}
            out += sum(package.replace("-", "") not in known for package in there)
        return out

    # --- asking the servers -------------------------------------------------------------------------------------------

    def sql(self, words, database="postgres"):
        return subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d",
                               f"host={self.folder}/pg user=comity dbname={database}", "-c", words],
                              check=True, capture_output=True, text=True).stdout

    def ask(self, method, key="", query="", headers=None):
        """Signed by AWS Signature Version 4: another hand than the program's."""
        at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        nothing = hashlib.sha256(b"").hexdigest()
        signed = {"host": f"127.0.0.1:{self.port}", "x-amz-content-sha256": nothing, "x-amz-date": at, **(headers or {})}
        path = "/nodes" + ("/" + key if key else "")
        names = ";".join(sorted(signed))
        request = "\n".join([method, path, query, *(f"{name}:{signed[name]}" for name in sorted(signed)), "", names, nothing])
        scope = f"{at[:8]}/us-east-1/s3/aws4_request"
        words = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        secret = ("AWS4" + self.secret).encode()
        for part in (*scope.split("/"), words):
            secret = hmac.digest(secret, part.encode(), "sha256")
        signed["Authorization"] = (f"AWS4-HMAC-SHA256 Credential={self.access}/{scope}, SignedHeaders={names}, "
                                   f"Signature={secret.hex()}")
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        server.request(method, path + ("?" + query if query else ""), headers={**signed, "Content-Length": "0"})
        answer = server.getresponse()
        body = answer.read()
        server.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {body[:400]}")
        return body

    def keys(self, prefix):
        """All of them; a page is shorter."""
        out, page = [], [""]
        while page:
            said = {"list-type": "2", "prefix": prefix, **({"start-after": out[-1]} if out else {})}
            query = "&".join(f"{name}={urllib.parse.quote(said[name], safe='')}" for name in sorted(said))
            page = [one.text for one in xml.etree.ElementTree.fromstring(self.ask("GET", query=query)).iter()
                    if one.tag.endswith("Key")]
            out += page
        return out

    def copy(self, source, target):
        for key in self.keys(source):
            self.ask("PUT", target + key[len(source):], headers={"x-amz-copy-source": "/nodes/" + key})


def relayed(listen, onward):
    """A relay that takes connections when this returns."""
    process = subprocess.Popen([sys.executable, HERE / "relay.py", listen, onward], stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    return process
