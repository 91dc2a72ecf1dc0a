import re
import socket
import sys
from urllib.parse import urlsplit


class Wrong(Exception):
    pass


def receive(connection, buffer):
    data = connection.recv(65536)
    buffer += data
    return len(data) > 0


def take(connection, buffer, end):
    while end not in buffer:
        if len(buffer) > 65536 or not receive(connection, buffer):
            raise Wrong("incomplete")
    text = bytes(buffer[:buffer.index(end)])
    del buffer[:len(text) + len(end)]
    return text.decode("latin-1")


def take_bytes(connection, buffer, count):
    while len(buffer) < count:
        if not receive(connection, buffer):
            raise Wrong("incomplete")
    data = bytes(buffer[:count])
    del buffer[:count]
    return data


def take_head(connection, buffer):
    lines = take(connection, buffer, b"\r\n\r\n").split("\r\n")
    status = re.fullmatch(r"HTTP/1\.[0-9] ([0-9]{3})( .*)?", lines[0])
    if not status:
        raise Wrong("no status line")
    fields = []
    for line in lines[1:]:
        if line[0] in " \t" and fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + " " + line.strip())
            continue
        name, value = line.split(":", 1)
        fields.append((name.lower(), value.strip(" \t")))
    return int(status[1]), fields


def take_chunks(connection, buffer):
    content = b""
    while True:
        line = take(connection, buffer, b"\r\n").split(";")[0].rstrip(" \t")
        if not re.fullmatch("[0-9A-Fa-f]{1,16}", line):
            raise Wrong("no chunk size")
        size = int(line, 16)
        if size == 0:
            break
        content += take_bytes(connection, buffer, size)
        if take_bytes(connection, buffer, 2) != b"\r\n":
            raise Wrong("no end of a chunk")
    while take(connection, buffer, b"\r\n"):
        pass
    return content


def take_content(connection, buffer, status, fields):
    if status in (204, 304):
        return b""
    if any(name == "transfer-encoding" for name, _ in fields):
        return take_chunks(connection, buffer)
    lengths = {value for name, value in fields if name == "content-length"}
    if not lengths:
        while receive(connection, buffer):
            pass
        return bytes(buffer)
    length = lengths.pop()
    if lengths or not re.fullmatch("[0-9]{1,9}", length):
        raise Wrong("no length")
    return take_bytes(connection, buffer, int(length))


def get(url):
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: client.py\r\n\r\n"
        connection.sendall(request.encode())
        buffer = bytearray()
        status, fields = take_head(connection, buffer)
        while status < 200:
            status, fields = take_head(connection, buffer)
        return status, take_content(connection, buffer, status, fields)


try:
    status, content = get(sys.argv[1])
except (Wrong, OSError, ValueError) as error:
    sys.exit(f"error: {error}")
sys.stdout.buffer.write(content)
sys.exit(0 if status < 400 else 1)
