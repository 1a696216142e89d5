"""A folder that a server gives by SFTP, with the keys, agent, hosts and settings of OpenSSH."""

from __future__ import annotations

import posixpath
import queue
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import unquote

from producer.errors import InputError, TargetUnavailable, UsageError
from producer.publish.upload.credentials import VARIABLES, credentials
from producer.publish.upload.server_folder import BLOCK_BYTES, FileState

if TYPE_CHECKING:
    from paramiko import SFTPClient, SSHClient

_CONNECT_S, _ANSWER_S = 15.0, 120.0
_KNOWN_HOSTS = Path("/etc/ssh/ssh_known_hosts")


class SftpFolder:
    """See `ServerFolder`. A path "/~/www" is meant from the user's own folder on.

    A client answers one thread at a time, and a server opens some ten channels for a connection:
    so clients that are idle are used again."""

    def __init__(self, address: str, host: str, port: int | None, user: str, path: str) -> None:
        try:
            import paramiko
        except ImportError as error:
            from producer.installation import install_command

            raise UsageError(
                "publishing by SFTP needs the package paramiko",
                advice=f"Install it: {install_command('publish')}",
            ) from error
        self.address = address
        self._root = unquote(path).removeprefix("/~/") or "."
        self._host = host
        self._connection = self._connected(paramiko.SSHClient(), port, user)
        self._idle: queue.SimpleQueue[SFTPClient] = queue.SimpleQueue()
        self._folders = {""}

    def state(self, key: str) -> FileState:
        with self._client() as client:
            found = client.stat(self._at(key))
        if stat.S_ISDIR(found.st_mode or 0):
            raise TargetUnavailable(self.address, f"{key} is a folder there")
        return FileState(found.st_size or 0, str(found.st_mtime))

    def blocks(self, key: str) -> Iterator[bytes]:
        with self._client() as client, client.open(self._at(key), "rb") as file:
            file.prefetch()
            while block := file.read(BLOCK_BYTES):
                yield block

    def listing(self, folder: str) -> tuple[list[str], list[str]]:
        with self._client() as client:
            found = client.listdir_attr(self._at(folder))
        folders = [each.filename for each in found if stat.S_ISDIR(each.st_mode or 0)]
        return [each.filename for each in found if each.filename not in set(folders)], folders

    def write(self, key: str, content: BinaryIO, size: int) -> None:
        with self._client() as client:
            self._make_folder(client, key.rpartition("/")[0])
            client.putfo(content, self._at(key), file_size=size, confirm=False)

    def move(self, source: str, key: str) -> None:
        with self._client() as client:
            self._make_folder(client, key.rpartition("/")[0])
            try:
                client.posix_rename(self._at(source), self._at(key))
            except OSError as error:
                # Without OpenSSH's extension, nothing is replaced by a rename.
                if "unsupported" not in str(error).lower():
                    raise
                self._remove(client, key)
                client.rename(self._at(source), self._at(key))

    def delete(self, key: str) -> None:
        with self._client() as client:
            client.remove(self._at(key))

    def delete_folder(self, folder: str) -> None:
        self._folders = {""}
        with self._client() as client:
            client.rmdir(self._at(folder))

    def close(self) -> None:
        self._connection.close()

    def _remove(self, client: SFTPClient, key: str) -> None:
        try:
            client.remove(self._at(key))
        except FileNotFoundError:
            return

    def _at(self, key: str) -> str:
        return posixpath.join(self._root, key) if key else self._root

    def _make_folder(self, client: SFTPClient, folder: str) -> None:
        """Another thread, or another machine, may make it at the same time."""
        if folder in self._folders and folder:
            return
        path, missing = self._at(folder), list[str]()
        while path not in ("", ".", "/") and not _is_folder(client, path):
            missing.append(path)
            path = posixpath.dirname(path)
        for each in reversed(missing):
            try:
                client.mkdir(each)
            except OSError:
                if not _is_folder(client, each):
                    raise
        self._folders.add(folder)

    @contextmanager
    def _client(self) -> Iterator[SFTPClient]:
        """A client of one's own. What goes wrong in the block becomes an error of ours."""
        from paramiko import SSHException

        try:
            try:
                client = self._idle.get_nowait()
            except queue.Empty:
                client = self._connection.open_sftp()
                if channel := client.get_channel():
                    channel.settimeout(_ANSWER_S)
            yield client
            self._idle.put(client)
        except FileNotFoundError:
            self._idle.put(client)
            raise
        except PermissionError:
            raise InputError(
                f"{self.address} does not allow to write there",
                advice="Choose a folder that this user may write to",
            ) from None
        except TimeoutError:
            raise TargetUnavailable(self.address, "no answer in time") from None
        except (OSError, EOFError, SSHException) as error:
            reason = str(error).partition("\n")[0] or "the connection broke off"
            raise TargetUnavailable(self.address, reason) from None

    def _connected(self, connection: SSHClient, port: int | None, user: str) -> SSHClient:
        import paramiko

        settings = _settings(self._host)
        host = settings.get("hostname", self._host)
        user, password = credentials(self._host, user or settings.get("user", ""))
        try:
            connection.load_system_host_keys()
            if _KNOWN_HOSTS.exists():
                connection.load_system_host_keys(str(_KNOWN_HOSTS))
            connection.connect(
                host,
                port or int(settings.get("port", 22)),
                user or None,
                password or None,
                key_filename=cast("str", settings.get("identityfile", "").split("\n"))
                if settings.get("identityfile")
                else None,
                timeout=_CONNECT_S,
                banner_timeout=_CONNECT_S,
                auth_timeout=_CONNECT_S,
            )
        except paramiko.BadHostKeyException:
            raise InputError(
                f"{self._host} shows another key than the one in ~/.ssh/known_hosts",
                advice="Ask whoever runs it whether the key was changed; else somebody may be "
                "listening",
            ) from None
        except paramiko.PasswordRequiredException:
            raise InputError(
                "the key for SSH is locked with a passphrase", advice="Add it to ssh-agent"
            ) from None
        except paramiko.AuthenticationException:
            raise self._refused() from None
        except paramiko.SSHException as error:
            if "No authentication methods" in str(error):
                raise self._refused() from None
            if "known_hosts" in str(error):
                raise InputError(
                    f"the key of {self._host} is not in ~/.ssh/known_hosts",
                    advice=f"Connect once with `sftp {self._host}`, and compare the key that it "
                    "shows with what the host says",
                ) from None
            reason = "it does not speak SSH as expected"
            raise TargetUnavailable(self.address, reason) from None
        except (OSError, EOFError):
            raise TargetUnavailable(self.address, "no connection") from None
        return connection

    def _refused(self) -> InputError:
        return InputError(
            f"{self.address} refuses the credentials",
            advice="A key is taken from ssh-agent, ~/.ssh or ~/.ssh/config, a password from "
            f"the environment, {VARIABLES}, or from ~/.netrc",
        )


def _is_folder(client: SFTPClient, path: str) -> bool:
    try:
        return stat.S_ISDIR(client.stat(path).st_mode or 0)
    except FileNotFoundError:
        return False


def _settings(host: str) -> dict[str, str]:
    """What ~/.ssh/config says of `host`; several identity files are lines of one value."""
    from paramiko import ConfigParseError, SSHConfig

    try:
        found = SSHConfig.from_path(str(Path.home() / ".ssh/config")).lookup(host)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, ConfigParseError):
        raise InputError("it cannot be read", path="~/.ssh/config") from None
    return {k: "\n".join(v) if isinstance(v, list) else str(v) for k, v in found.items()}
