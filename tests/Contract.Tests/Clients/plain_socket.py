"""HTTP over nothing but Python's socket, against HOST PORT: send a request, read until the other side closes."""
import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=60) as connection:
    connection.sendall(b"GET /hello?name=socket HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    answer = b""
    while data := connection.recv(1024):
        answer += data

head, _, body = answer.partition(b"\r\n\r\n")
print(head.split(b"\r\n")[0].decode())
print(body.decode())
