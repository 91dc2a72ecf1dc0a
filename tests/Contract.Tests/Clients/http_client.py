"""Python's own HTTP client, against HOST PORT: keep-alive, a body with and without a length, a form, a status."""
import http.client
import sys

connection = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]), timeout=60)


def ask(method, target, body=None, headers={}, chunked=False):
    connection.request(method, target, body, headers, encode_chunked=chunked)
    answer = connection.getresponse()
    print(method, target, answer.status, answer.version, answer.read())


ask("GET", "/hello?name=Python")
socket = connection.sock
ask("POST", "/echo", b"with a length", {"Content-Type": "text/plain"})
ask("POST", "/echo", iter([b"in ", b"chunks"]), {"Transfer-Encoding": "chunked"}, chunked=True)
ask("POST", "/form", b"a=1&b=%E4%BD%A0", {"Content-Type": "application/x-www-form-urlencoded"})
ask("GET", "/stream/2")
ask("HEAD", "/hello")
ask("GET", "/status/418")
print("one connection:", connection.sock is socket)
