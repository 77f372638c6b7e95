# A WebSocket server by the websockets library. usage: ws_echo.py PORT ; prints "ready"
import asyncio
import sys
import websockets


async def echo(socket, *_):
    async for message in socket:
        if message == 'fragments':
            await socket.send(['one ', 'two ', 'three'])
        elif message == 'goodbye':
            await socket.close(4001, 'had enough')
        else:
            await socket.send(message)


async def main():
    async with websockets.serve(echo, '127.0.0.1', int(sys.argv[1]), max_size=None):
        print('ready')
        await asyncio.Future()

asyncio.run(main())
