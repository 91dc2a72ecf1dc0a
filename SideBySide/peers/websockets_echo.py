"""The echo of WebSocket messages on websockets, as its own documentation writes it.

By hand: /usr/bin/python3 peers/websockets_echo.py 8000
"""
import asyncio
import sys

import websockets


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", int(sys.argv[1])):
        await asyncio.Future()


asyncio.run(main())
