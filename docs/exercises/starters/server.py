# python3 server.py 8000
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(('127.0.0.1', int(sys.argv[1])))
    server.listen()
    while True:
        client, address = server.accept()
        with client:
            data = client.recv(1024)
            print(data)
            client.sendall('你好，客户端！'.encode())
