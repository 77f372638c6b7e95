# A WebSocket client by the websockets library: sends messages of both kinds and all sizes and checks the echoes.
# usage: ws_client.py URL COUNT ; prints "ok COUNT"
import asyncio
import sys
import websockets


async def main():
    async with websockets.connect(sys.argv[1], max_size=None) as socket:
        count = int(sys.argv[2])
        for number in range(count):
            await socket.send('message {0} \u266b'.format(number))
            reply = await socket.recv()
            assert reply == 'message {0} \u266b'.format(number), reply
        for size in (0, 1, 125, 126, 65535, 65536, 1 << 20):
            blob = bytes(i % 251 for i in range(size))
            await socket.send(blob)
            assert await socket.recv() == blob, size
        await socket.send(['frag', 'men', 'ted'])
        assert await socket.recv() == 'fragmented'
        await (await socket.ping())
        print('ok', count)

asyncio.run(main())
