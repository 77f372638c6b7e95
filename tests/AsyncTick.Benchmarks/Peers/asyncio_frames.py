"""The tutorial's way: an asyncio loop that runs one pass per frame. Prints nanoseconds per operation, one line per figure.

usage: asyncio_frames.py [uvloop]
"""
import asyncio
import sys
import time

if len(sys.argv) > 1 and sys.argv[1] == "uvloop":
    import uvloop
    loop = uvloop.new_event_loop()
else:
    loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


def frame():
    loop.call_soon(loop.stop)
    loop.run_forever()


def best(measure, rounds=5):
    return min(measure() for _ in range(rounds))


def idle():
    frames = 2000
    started = time.perf_counter_ns()
    for _ in range(frames):
        frame()
    return (time.perf_counter_ns() - started) / frames


async def forever():
    while True:
        await asyncio.sleep(0)


def resume(count):
    tasks = [loop.create_task(forever()) for _ in range(count)]
    frame()
    frame()

    def measure():
        frames = 10
        started = time.perf_counter_ns()
        for _ in range(frames):
            frame()
        return (time.perf_counter_ns() - started) / (frames * count)

    result = best(measure)
    for task in tasks:
        task.cancel()
    frame()
    frame()
    return result


async def once():
    await asyncio.sleep(0)


def start():
    count = 2000
    started = time.perf_counter_ns()
    tasks = [loop.create_task(once()) for _ in range(count)]
    while not tasks[-1].done():
        frame()
    return (time.perf_counter_ns() - started) / count


def timers(count):
    fired = [0]

    async def wait(seconds):
        await asyncio.sleep(seconds)
        fired[0] += 1

    started = time.process_time_ns()
    tasks = [loop.create_task(wait(0.05 + 0.3 * i / count)) for i in range(count)]
    while fired[0] < count:
        frame()
        time.sleep(0.001)
    del tasks
    return (time.process_time_ns() - started) / count


print("idle", best(idle))
print("resume", resume(10000))
print("start", best(start))
print("timers", timers(100000))
