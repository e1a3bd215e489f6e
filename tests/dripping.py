"""A server that never comes to an end: it says its headers letter by letter."""

import socket
import threading
from contextlib import contextmanager

LETTERS = 200
PAUSE = 0.05


@contextmanager
def dripping():
    """Answer every request so; give the address and the letters that were said."""
    said, is_over = [], threading.Event()
    door = socket.create_server(("127.0.0.1", 0))

    def drip(line):
        with line:
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while len(said) < LETTERS and not is_over.wait(PAUSE):
                said.append("x")
                try:
                    line.sendall(b"x")
                except OSError:  # whoever asked has gone
                    return

    def serve():
        while not is_over.is_set():
            try:
                line, _ = door.accept()
            except OSError:
                return
            drip(line)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}", said
    finally:
        is_over.set()
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join()
