"""The server of the lesson: accepts once, receives once, answers, closes. It takes any free port and says which."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
    server.settimeout(20)
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    print(f"Now listening on: tcp://127.0.0.1:{server.getsockname()[1]}", flush=True)
    client, address = server.accept()
    with client:
        print(f"received: {client.recv(1024).decode()}", flush=True)
        client.send("你好，客户端！".encode())
