using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AsyncTick.Net;
using StackExchange.Redis;

namespace AsyncTick.Benchmarks;

/// <summary>Bytes that the process allocates, on any thread, per operation of a server or client of the library in steady state.</summary>
public static class NetworkCases
{
    public static Discipline All { get; } = new(
        "Network, allocated on any thread",
        "bytes per operation",
        static () => new Contender("TCP line: in, handled as a string, answered", 64, static scene => scene.Lines(utf8: false)) { Goals = [new Goal(200)] },
        static () => new Contender("TCP line: the same as UTF-8", 64, static scene => scene.Lines(utf8: true)),
        static () => new Contender("WebSocket echo", 16, static scene => scene.WebSockets()) { Goals = [new Goal(524)] },
        static () => new Contender("HTTP request", 16, static scene => scene.Http()) { Goals = [new Goal(2375)] },
        static () => new Contender("Redis message delivered", 1, static scene => scene.Redis(ours: true)) { Goals = [new Goal(105)] },
        static () => new Contender("limit: Redis message, StackExchange.Redis alone", 1, static scene => scene.Redis(ours: false)),
        static () => new Contender("second of radio", 1, static scene => scene.Radio()));

    private sealed class Contender(string name, int clients, Func<Scene, Func<long>> begin) : Case(name)
    {
        private const double WarmUpSeconds = 1.5;
        private const double Seconds = 0.5;
        private Scene? _scene;
        private Func<long>? _done;

        public override double? MeasureItself()
        {
            if (_scene is null)
            {
                _scene = new Scene(clients);
                try
                {
                    _done = begin(_scene);
                    _scene.PumpFor(WarmUpSeconds);
                }
                catch (FileNotFoundException e)
                {
                    Remark = e.Message;
                    return double.NaN;
                }
            }

            if (_done is null)
            {
                return double.NaN;
            }

            var before = _done();
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            _scene.PumpFor(Seconds);
            return (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / Math.Max(1, _done() - before);
        }

        public override long Run() => throw new NotSupportedException();

        public override void Dispose() => _scene?.Dispose();
    }

    private sealed class Scene(int clients) : IDisposable
    {
        private readonly Stopwatch _time = Stopwatch.StartNew();
        private readonly GameLoop _loop = new(new GameLoopOptions { Log = new NullLogSink() });
        private readonly Stack<IDisposable> _others = new();
        private long _count;

        public Func<long> Lines(bool utf8)
        {
            var server = Start(() => LineServer.Start(utf8 ? EchoBytes : Echo, new LineServerOptions { MaxLinesPerFrame = 100_000 }));
            return Count(EchoTraffic.Lines(server.Endpoint, clients));
        }

        public Func<long> WebSockets() => Count(EchoTraffic.WebSocket(Start(static () => WebSocketServer.StartEcho()).Endpoint, clients));

        public Func<long> Http() => Count(EchoTraffic.Http(Start(static () => HttpServer.Start(static request => request.Respond(HttpStatusCode.OK, "hello"))).Endpoint, clients, "hello"));

        public Func<long> Redis(bool ours)
        {
            var server = new RedisProcess();
            _others.Push(server);
            _loop.Start(() => ours ? Subscribe(server.Port) : SubscribePlain(server.Port));
            _others.Push(EchoTraffic.RedisPublisher(new IPEndPoint(IPAddress.Loopback, server.Port), "news"));
            return () => Volatile.Read(ref _count);
        }

        public Func<long> Radio()
        {
            var station = new RadioStation();
            _others.Push(station);
            var sink = new CountingSink();
            _loop.Start(() => new RadioPlayer(station.Address, sink).Play());
            return () => sink.Seconds;
        }

        public void PumpFor(double seconds)
        {
            for (var end = _time.Elapsed.TotalSeconds + seconds; _time.Elapsed.TotalSeconds < end;)
            {
                if (_loop.Pump(new FrameTime(_time.Elapsed.TotalSeconds)) == PumpResult.Idle)
                {
                    Thread.Sleep(0);
                }
            }
        }

        public void Dispose()
        {
            _loop.Shutdown();
            _loop.Dispose();
            while (_others.TryPop(out var other))
            {
                other.Dispose();
            }
        }

        private static async Task Echo(LineConnection client)
        {
            await foreach (var line in client.ReadLines())
            {
                await client.WriteLine(line);
            }
        }

        private static async Task EchoBytes(LineConnection client)
        {
            await foreach (var line in client.ReadUtf8Lines())
            {
                await client.WriteLine(line);
            }
        }

        // Runs up to its first wait at once, so the server is there when this returns.
        private T Start<T>(Func<T> start)
        {
            var server = default(T)!;
            _loop.Start(async () =>
            {
                server = start();
                await Async.Until(static () => false);
            });
            return server;
        }

        private Func<long> Count(EchoTraffic traffic)
        {
            _others.Push(traffic);
            return () => traffic.Answered;
        }

        private async Task Subscribe(int port)
        {
            await using var client = await RedisClient.Connect(new RedisOptions { Port = port });
            await foreach (var message in await client.Subscribe("news"))
            {
                _count++;
            }
        }

        private async Task SubscribePlain(int port)
        {
            await using var library = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},protocol=resp3");
            var queue = await library.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"));
            queue.OnMessage(_ => Interlocked.Increment(ref _count));
            await Async.Until(static () => false);
        }
    }

    private sealed class CountingSink : IPcmSink
    {
        private long _bytes;

        public long Seconds => _bytes / (44_100 * 4);

        public ValueTask BeginFormat(PcmFormat format, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask Write(ReadOnlyMemory<byte> samples, CancellationToken cancellation)
        {
            _bytes += samples.Length;
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
