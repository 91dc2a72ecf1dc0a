import socket, sys, threading, re
from email.utils import formatdate

REASONS = {200: 'OK', 400: 'Bad Request', 404: 'Not Found', 405: 'Method Not Allowed', 413: 'Content Too Large',
           431: 'Request Header Fields Too Large', 501: 'Not Implemented', 505: 'HTTP Version Not Supported'}


class Refused(Exception):
    def __init__(self, status):
        self.status = status


class Buffer:
    def __init__(self, conn):
        self.conn, self.data = conn, b''

    def more(self):
        piece = self.conn.recv(65536)
        if not piece:
            raise EOFError
        self.data += piece

    def until(self, mark, limit):
        at = 0
        while (at := self.data.find(mark)) < 0:
            if len(self.data) > limit:
                raise Refused(431)
            self.more()
        if at > limit:
            raise Refused(431)
        taken, self.data = self.data[:at], self.data[at + len(mark):]
        return taken

    def exactly(self, count):
        while len(self.data) < count:
            self.more()
        taken, self.data = self.data[:count], self.data[count:]
        return taken


def read_chunks(buffer):
    body = b''
    while True:
        line = buffer.until(b'\r\n', 4096)
        if b'\n' in line or b'\r' in line:
            raise Refused(400)
        size = line.split(b';')[0]
        if not re.fullmatch(rb'[0-9A-Fa-f]{1,8}', size):
            raise Refused(400)
        size = int(size, 16)
        if size == 0:
            break
        if len(body) + size > 1 << 20:
            raise Refused(413)
        body += buffer.exactly(size)
        if buffer.exactly(2) != b'\r\n':
            raise Refused(400)
    while buffer.until(b'\r\n', 4096):
        pass
    return body


def read_request(buffer):
    head = buffer.until(b'\r\n\r\n', 16384).decode('latin-1')
    lines = head.split('\r\n')
    parts = lines[0].split(' ')
    if len(parts) != 3 or not re.fullmatch(r'HTTP/\d\.\d', parts[2]):
        raise Refused(400)
    if parts[2][5] != '1':
        raise Refused(505)
    method, target, version = parts
    fields = {}
    for line in lines[1:]:
        name, colon, value = line.partition(':')
        if not colon or not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or re.search(r'[\x00\r\n]', value):
            raise Refused(400)
        fields.setdefault(name.lower(), []).append(value.strip(' \t'))
    hosts = fields.get('host', [])
    if len(hosts) > 1 or (version == 'HTTP/1.1' and len(hosts) != 1) or any(not re.fullmatch(r'[A-Za-z0-9.\-\[\]:]*', h) for h in hosts):
        raise Refused(400)
    codings = ', '.join(fields.get('transfer-encoding', [])).lower()
    lengths = fields.get('content-length', [])
    if 'transfer-encoding' in fields:
        if lengths or codings != 'chunked' or version == 'HTTP/1.0':
            raise Refused(400)
    if lengths and (len(set(lengths)) > 1 or not re.fullmatch(r'[0-9]{1,15}', lengths[0])):
        raise Refused(400)
    if fields.get('expect', [''])[0].lower() == '100-continue':
        buffer.conn.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
    body = b''
    if 'transfer-encoding' in fields:
        body = read_chunks(buffer)
    elif lengths:
        if int(lengths[0]) > 1 << 20:
            raise Refused(413)
        body = buffer.exactly(int(lengths[0]))
    options = [o.strip().lower() for v in fields.get('connection', []) for o in v.split(',')]
    keeps = version == 'HTTP/1.1' and 'close' not in options
    return method, target, fields, body, keeps


def respond(conn, status, body, keeps, method='GET', media='text/plain; charset=utf-8', more=''):
    head = f'HTTP/1.1 {status} {REASONS[status]}\r\nDate: {formatdate(usegmt=True)}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n{more}'
    if not keeps:
        head += 'Connection: close\r\n'
    conn.sendall(head.encode() + b'\r\n' + (b'' if method == 'HEAD' else body))


def answer(method, target, fields, body):
    if target.startswith('http://'):
        target = '/' + target.partition('//')[2].partition('/')[2]
    path = target.split('?')[0]
    if path == '/hello':
        if method in ('GET', 'HEAD'):
            return 200, '你好，浏览器！'.encode(), ''
        return (405, b'no\n', 'Allow: GET, HEAD\r\n') if method == 'POST' else (501, b'no\n', '')
    if path == '/echo' and method == 'POST':
        return 200, body, ''
    return 404, '没有\n'.encode(), ''


def serve(conn):
    with conn:
        buffer = Buffer(conn)
        try:
            while True:
                method, target, fields, body, keeps = read_request(buffer)
                status, content, more = answer(method, target, fields, body)
                respond(conn, status, content, keeps, method, more=more)
                if not keeps:
                    conn.shutdown(socket.SHUT_WR)
                    return
        except Refused as e:
            respond(conn, e.status, b'no\n', False)
            conn.shutdown(socket.SHUT_WR)
            conn.settimeout(1)
            try:
                while conn.recv(65536):
                    pass
            except OSError:
                pass
        except (EOFError, OSError):
            pass


def main():
    server = socket.create_server(('127.0.0.1', int(sys.argv[1])), backlog=64)
    while True:
        conn, _ = server.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()


main()
