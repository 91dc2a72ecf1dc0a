"""Sends one message behind its length and receives one. Usage: frame_client.py HOST PORT"""
import socket
import struct
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    client.settimeout(60)
    client.connect((sys.argv[1], int(sys.argv[2])))
    message = "Hello, Server!".encode()
    client.sendall(struct.pack(">I", len(message)) + message)
    received = client.makefile("rb")
    (length,) = struct.unpack(">I", received.read(4))
    print(length, received.read(length).decode(), end="")
