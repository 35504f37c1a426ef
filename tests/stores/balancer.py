"""A stand-in for the load balancer in front of several processes of one node: balancer.py LISTEN BACKEND...
Every connection goes to the first backend that answers its first octets within a second, the one that answered last
first: whoever is dead, or held still, is passed over. It keeps TLS as it is."""

import asyncio
import sys

port, *backends = map(int, sys.argv[1:])
order = list(backends)


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def answering(hello):
    for backend in list(order):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", backend)
            writer.write(hello)
            first = await asyncio.wait_for(reader.read(65536), 1)
        except (OSError, asyncio.TimeoutError):
            first = b""
        if first:
            order.remove(backend)
            order.insert(0, backend)
            return first, reader, writer
    return None


async def serve(reader, writer):
    hello = await reader.read(65536)
    found = await answering(hello) if hello else None
    if found is None:
        writer.close()
        return
    first, back_reader, back_writer = found
    writer.write(first)
    await asyncio.gather(pump(reader, back_writer), pump(back_reader, writer))


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(main())
