using System.Diagnostics;
using AsyncTick.Engine;

namespace AsyncTick.Remote.Tests;

/// <summary>A host with an open socket on a thread of its own, which pumps it a thousand times a second.</summary>
internal sealed class LiveHost : IDisposable
{
    private readonly Thread _thread;
    private readonly TaskCompletionSource<LoopHost> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stop;

    public LiveHost()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "Live host" };
        _thread.Start();
        Host = _ready.Task.Result;
    }

    public LoopHost Host { get; }

    public string Socket => Host.Remote.SocketPath!;

    public Task<RemoteClient> ConnectAsync() => RemoteClient.ConnectAsync(Socket);

    /// <summary>Asks on the loop's thread.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Host.Loop.Post(() => answer.SetResult(question()));
        return answer.Task;
    }

    /// <summary>Waits until something is so on the loop's thread, asked once a frame.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!await AskAsync(isSo))
        {
            await Task.Delay(1, limit.Token);
        }
    }

    /// <summary>Ends a <see cref="Thread.Sleep(int)"/> that holds the loop's thread.</summary>
    public void Wake() => _thread.Interrupt();

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Run()
    {
        var time = Stopwatch.StartNew();
        using LoopHost host = new(new GameLoopOptions { Name = "Live", Log = new TextLogSink(TextWriter.Null) }, new LoopHostOptions { Remote = true });
        _ready.SetResult(host);
        while (!_stop)
        {
            host.Loop.Pump(new FrameTime(time.Elapsed.TotalSeconds));
            Thread.Sleep(1);
        }

        host.Loop.Shutdown();
    }
}
