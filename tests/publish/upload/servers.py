"""Servers of folders on loopback, by programs that others wrote: WsgiDAV, and AsyncSSH for SFTP.

Each has a door that can be shut in the middle of a run."""

from __future__ import annotations

import asyncio
import logging
import threading
from base64 import b64encode
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self

import asyncssh
from cheroot.wsgi import Server
from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "mei", "s3cr3t+k3y/0123456789"


class Door:
    """Lets `writes_left` more changes through, and writes each down."""

    def __init__(self) -> None:
        self.writes_left: float = float("inf")
        self.written: list[str] = []
        self.read: list[str] = []
        self._lock = threading.Lock()

    def is_open(self, what: str) -> bool:
        with self._lock:
            self.writes_left -= 1
            if self.writes_left < 0:
                return False
            self.written.append(what)
            return True


class DavServer:
    """WsgiDAV. `answers` are statuses that it gives before it answers as usual."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.door = folder, Door()
        self.answers: list[str] = []
        folder.mkdir(parents=True)
        logging.getLogger("wsgidav").setLevel(logging.CRITICAL)
        self._app = WsgiDAVApp(
            {
                "provider_mapping": {"/dav": str(folder)},
                "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
                "http_authenticator": {"accept_basic": True, "accept_digest": False},
                "logging": {"enable": False},
                "verbose": 0,
            }
        )
        self._server = Server(("127.0.0.1", 0), self._answer, numthreads=10)
        self._server.prepare()
        self.url = f"dav://{USER}@127.0.0.1:{self._server.bind_addr[1]}/dav"
        self._thread = threading.Thread(target=self._server.serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join()

    def _answer(self, request: dict[str, Any], start: Any) -> Iterable[bytes]:
        method = request["REQUEST_METHOD"]
        signed = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        status = self.answers.pop(0) if self.answers else ""
        if method == "GET":
            self.door.read.append(request["PATH_INFO"])
        is_change = method in ("PUT", "MOVE", "MKCOL", "DELETE")
        if is_change and not self.door.is_open(f"{method} {request['PATH_INFO']}"):
            status = "403 Forbidden"
        if status:
            request["wsgi.input"].read(int(request.get("CONTENT_LENGTH") or 0))
            said = f"{request.get('HTTP_AUTHORIZATION')} {signed}".encode()
            start(status, [("Content-Length", str(len(said)))])
            return [said]
        answer: Iterable[bytes] = self._app(request, start)
        return answer


class SshServer:
    """AsyncSSH's SFTP server for one user, who comes with a password or a key of `home`/.ssh."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.door = folder, Door()
        self._connections: list[asyncssh.SSHServerConnection] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._host_key = asyncssh.generate_private_key("ssh-ed25519")
        user_key = asyncssh.generate_private_key("ssh-ed25519")
        (home / ".ssh").mkdir(parents=True)
        user_key.write_private_key(home / ".ssh/id_ed25519")
        folder.mkdir(parents=True)
        self._allowed = user_key.convert_to_public()
        self._acceptor = self._wait(self._start())
        self.port = self._acceptor.get_port()
        public = self._host_key.export_public_key().decode().strip()
        (home / ".ssh/known_hosts").write_text(f"[127.0.0.1]:{self.port} {public}\n")
        self.url = f"sftp://{USER}@127.0.0.1:{self.port}/tea"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._wait(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, job: Any) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(job, self._loop)
        return future.result(20)

    async def _start(self) -> asyncssh.SSHAcceptor:
        server = self

        class Login(asyncssh.SSHServer):
            def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
                server._connections.append(conn)

            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                return (username, password) == (USER, PASSWORD)

            def public_key_auth_supported(self) -> bool:
                return True

            def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
                return username == USER and key == server._allowed

        class Files(asyncssh.SFTPServer):
            def __init__(self, channel: Any) -> None:
                super().__init__(channel, chroot=bytes(server.folder))

            def open(self, path: bytes, pflags: int, attrs: Any) -> object:
                if pflags & asyncssh.FXF_WRITE:
                    self._let(f"PUT {path.decode()}")
                else:
                    server.door.read.append(path.decode())
                return super().open(path, pflags, attrs)

            def posix_rename(self, oldpath: bytes, newpath: bytes) -> Any:
                self._let(f"MOVE {newpath.decode()}")
                return super().posix_rename(oldpath, newpath)

            def mkdir(self, path: bytes, attrs: Any) -> Any:
                self._let(f"MKCOL {path.decode()}")
                return super().mkdir(path, attrs)

            def remove(self, path: bytes) -> Any:
                self._let(f"DELETE {path.decode()}")
                return super().remove(path)

            def _let(self, what: str) -> None:
                if not server.door.is_open(what):
                    raise asyncssh.SFTPPermissionDenied("the door is shut")

        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Login,
            server_host_keys=[self._host_key],
            sftp_factory=Files,
        )

    async def _stop(self) -> None:
        self._acceptor.close()
        for connection in self._connections:
            connection.abort()
            await connection.wait_closed()
        await self._acceptor.wait_closed()  # From Python 3.12 on it waits for connections too.
        await asyncio.sleep(0.01)
