# A WebSocket that returns each message, and one page. Right; websocket.yaml plants mistakes into it.
import base64
import hashlib
import socket
import sys
import threading

GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'


class Wrong(Exception):
    def __init__(self, code):
        self.code = code


class Buffer:
    def __init__(self, client):
        self.client, self.data = client, b''

    def exactly(self, count):
        while len(self.data) < count:
            self.more()
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def more(self):
        piece = self.client.recv(65536)
        if not piece:
            raise EOFError
        self.data += piece

    def head(self):
        while b'\r\n\r\n' not in self.data:
            self.more()
        head, self.data = self.data.split(b'\r\n\r\n', 1)
        return head.decode('latin-1').split('\r\n')


def respond(client, status, *fields):
    client.sendall('\r\n'.join([f'HTTP/1.1 {status}', *fields, 'Content-Length: 0', 'Connection: close', '', '']).encode())


def send(client, opcode, payload):
    if len(payload) < 126:
        length = bytes([len(payload)])
    elif len(payload) < 65536:
        length = b'\x7e' + len(payload).to_bytes(2, 'big')
    else:
        length = b'\x7f' + len(payload).to_bytes(8, 'big')
    client.sendall(bytes([0x80 | opcode]) + length + payload)


def frame(buffer):
    first, second = buffer.exactly(2)
    opcode, length = first & 0x0f, second & 0x7f
    if first & 0x70:
        raise Wrong(1002)
    if opcode not in (0, 1, 2, 8, 9, 10):
        raise Wrong(1002)
    if not second & 0x80:
        raise Wrong(1002)
    if opcode >= 8 and (length > 125 or not first & 0x80):
        raise Wrong(1002)
    if length == 126:
        length = int.from_bytes(buffer.exactly(2), 'big')
    elif length == 127:
        length = int.from_bytes(buffer.exactly(8), 'big')
    if length > 1048576:
        raise Wrong(1009)
    key = buffer.exactly(4)
    payload = bytes(b ^ key[i % 4] for i, b in enumerate(buffer.exactly(length)))
    return first & 0x80, opcode, payload


def talk(client, buffer):
    message, kind = b'', 0
    while True:
        final, opcode, payload = frame(buffer)
        if opcode == 8:
            send(client, 8, payload[:2])
            return
        if opcode == 9:
            send(client, 10, payload)
        elif opcode < 3:
            kind, message = opcode or kind, message + payload
            if final:
                if kind == 1:
                    try:
                        message.decode('utf-8')
                    except UnicodeDecodeError:
                        raise Wrong(1007)
                send(client, kind, message)
                message = b''


def serve(client):
    buffer = Buffer(client)
    line, *lines = buffer.head()
    fields = {}
    for field in lines:
        name, value = field.split(':', 1)
        fields[name.strip().lower()] = value.strip()
    if line.split(' ')[1] == '/echo':
        return respond(client, '404 Not Found')
    if line.split(' ')[1] != '/ws':
        return respond(client, '200 OK')
    options = [option.strip().lower() for option in fields.get('connection', '').split(',')]
    if 'upgrade' not in options or fields.get('upgrade', '').lower() != 'websocket':
        return respond(client, '426 Upgrade Required', 'Upgrade: websocket')
    if fields.get('sec-websocket-version') != '13':
        return respond(client, '426 Upgrade Required', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13')
    key = fields.get('sec-websocket-key', '')
    if len(key) != 24:
        return respond(client, '400 Bad Request')
    if fields.get('origin', 'http://' + fields['host']) != 'http://' + fields['host']:
        return respond(client, '403 Forbidden')
    accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
    client.sendall('\r\n'.join(['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
                                'Sec-WebSocket-Accept: ' + accept, '', '']).encode())
    try:
        talk(client, buffer)
    except Wrong as wrong:
        send(client, 8, wrong.code.to_bytes(2, 'big'))


def one(client):
    with client:
        try:
            serve(client)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass
        except (OSError, EOFError):
            pass


with socket.create_server(('127.0.0.1', int(sys.argv[1]))) as server:
    while True:
        threading.Thread(target=one, args=(server.accept()[0],), daemon=True).start()
