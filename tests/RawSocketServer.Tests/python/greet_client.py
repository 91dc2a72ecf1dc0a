"""The client of the lesson: says one thing, receives once, closes. Usage: greet_client.py HOST PORT"""
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    client.settimeout(10)
    client.connect((sys.argv[1], int(sys.argv[2])))
    client.send("Hello, Server!".encode())
    print(client.recv(1024).decode(), end="")
