"""The client of the lesson in a chat room: a name, a message, and every line until the room closes. Usage: chat_client.py HOST PORT NAME"""
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    client.settimeout(60)
    client.connect((sys.argv[1], int(sys.argv[2])))
    client.send(f"{sys.argv[3]}\nHello, Server!\n".encode())
    client.shutdown(socket.SHUT_WR)
    for line in client.makefile(encoding="utf-8"):
        print(line, end="")
