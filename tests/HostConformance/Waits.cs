using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using AsyncTick;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>Everything that a task can wait on, in the spelling that ends with the task.</summary>
internal static class Waits
{
    public static readonly string[] Kinds =
    [
        "next frame", "phase", "frames", "delay", "delay real", "delay game", "delay unpaused", "delay audio", "until", "every", "yield", "event", "auto reset",
        "lock", "signal", "Task.Delay", "Task.Delay in scope", "task in scope", "socket", "socket in scope", "channel", "pool", "executor", "other task",
    ];

    /// <summary>Waits until the task is canceled. <paramref name="gate"/> holds threads, which nothing can cancel.</summary>
    public static Task On(string kind, ThreadGate gate) => kind switch
    {
        "next frame" => EveryFrame(),
        "phase" => EveryFrameEnd(),
        "frames" => Wait(async () => await Frames(100_000)),
        "delay" => Wait(async () => await Delay(1000)),
        "delay real" => Wait(async () => await Delay(1000, Clock.Real)),
        "delay game" => Wait(async () => await Delay(1000, Clock.Game)),
        "delay unpaused" => Wait(async () => await Delay(1000, Clock.Unpaused)),
        "delay audio" => Wait(async () => await Delay(1000, Clock.Audio)),
        "until" => Wait(async () => await Until(() => false)),
        "every" => Periodically(),
        "yield" => Yielding(),
        "event" => Wait(async () => await new AsyncManualResetEvent().WaitAsync()),
        "auto reset" => Wait(async () => await new AsyncAutoResetEvent().WaitAsync()),
        "lock" => OnALock(),
        "signal" => Wait(async () => await new AsyncSignal<int>().Next()),
        "Task.Delay" => Task.Delay(-1, Token),
        "Task.Delay in scope" => Task.Delay(-1).InScope(),
        "task in scope" => new TaskCompletionSource().Task.InScope(),
        "socket" => OnASocket(static socket => socket.ReceiveAsync(new byte[1], SocketFlags.None, Token).AsTask()),
        "socket in scope" => OnASocket(static socket => socket.ReceiveAsync(new byte[1], SocketFlags.None).InScope()),
        "channel" => Channel.CreateUnbounded<int>().Reader.ReadAsync(Token).AsTask(),
        "pool" => OnThePool(gate),
        "executor" => RunInExecutor(null, gate.Wait),
        "other task" => Wait(async () => await Start(async () => await Delay(1000))),
        _ => throw new ArgumentException($"There is no wait '{kind}'."),
    };

    private static Task Wait(Func<Task> body) => body();

    private static async Task EveryFrame()
    {
        while (true)
        {
            await NextFrame();
        }
    }

    private static async Task EveryFrameEnd()
    {
        while (true)
        {
            await Phase.EndOfFrame;
        }
    }

    private static async Task Periodically()
    {
        await foreach (var _ in Every(0.01))
        {
        }
    }

    private static async Task Yielding()
    {
        while (!IsCancellationRequested)
        {
            await Task.Yield();
        }
    }

    private static async Task OnALock()
    {
        var taken = new AsyncLock();
        _ = Start(async () =>
        {
            using (await taken.LockAsync())
            {
                await Delay(1000);
            }
        });
        using (await taken.LockAsync())
        {
            await Delay(1000);
        }
    }

    private static async Task OnASocket(Func<Socket, Task> receive)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint, Token);
        await receive(client);
    }

    private static async Task OnThePool(ThreadGate gate)
    {
        await SwitchToThreadPool();
        gate.Wait();
        await SwitchToGameThread();
    }
}
