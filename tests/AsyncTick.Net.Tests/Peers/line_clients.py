# A thousand clients that others might have written: asyncio, each sends its lines and checks the replies.
# usage: line_clients.py PORT CLIENTS LINES ; prints "ok CLIENTS" or what went wrong
import asyncio
import sys

port, clients, lines = (int(argument) for argument in sys.argv[1:4])


async def talk(number):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(''.join('{0} {1}\n'.format(number, line) for line in range(lines)).encode())
    for line in range(lines):
        reply = await reader.readline()
        if reply.decode() != '{0} {1}\n'.format(number, line):
            raise Exception('client {0}, line {1}: {2!r}'.format(number, line, reply))
    writer.close()


async def main():
    await asyncio.gather(*(talk(number) for number in range(clients)))
    print('ok', clients)

asyncio.run(main())
