"""relay.py FROM TO: what connects to FROM is led to TO; each is a port of the loopback interface or the path of a socket,
which reaches out of a network namespace."""

import asyncio
import sys


async def pump(reader, writer):
    try:
        while octets := await reader.read(65536):
            writer.write(octets)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def lead(reader, writer):
    try:
        if sys.argv[2].isdigit():
            onward = await asyncio.open_connection("127.0.0.1", int(sys.argv[2]))
        else:
            onward = await asyncio.open_unix_connection(sys.argv[2])
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, onward[1]), pump(onward[0], writer))


async def main():
    if sys.argv[1].isdigit():
        server = await asyncio.start_server(lead, "127.0.0.1", int(sys.argv[1]))
    else:
        server = await asyncio.start_unix_server(lead, sys.argv[1])
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
