using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AsyncTick.Engine;

namespace AsyncTick.Remote.Tests;

/// <summary>A hot reload of the plugin takes its assemblies out of memory; the socket, its connections and its threads must not hold them.</summary>
public class UnloadTests
{
    [Test]
    public async Task Host_ThatHasEnded_LetsItsCodeGo()
    {
        var code = Play();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (code.IsAlive)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10, limit.Token);
        }
    }

    /// <summary>Runs in a copy of these assemblies: a host with a connection that is open when it ends, and a request that runs.</summary>
    public static void PlayInCopy()
    {
        LoopHost host = new(new GameLoopOptions { Name = "Copy", Log = new TextLogSink(TextWriter.Null) }, new LoopHostOptions { Remote = true });
        var talking = Task.Run(async () =>
        {
            var client = await RemoteClient.ConnectAsync(host.Remote.SocketPath!);
            await client.RequestAsync("command", new System.Text.Json.Nodes.JsonObject { ["line"] = "List" });
            var following = client.RequestAsync("log", new System.Text.Json.Nodes.JsonObject { ["follow"] = true });
            await client.RequestAsync("status");
            return (client, following);
        });
        for (var frame = 1; !talking.IsCompleted; frame++)
        {
            host.Loop.Pump(new FrameTime(frame / 60.0));
            Thread.Sleep(1);
        }

        host.Loop.Shutdown();
        host.Dispose();
        Assert.That(talking.Result.following.ContinueWith(static ended => ended.IsFaulted, TaskScheduler.Default).Result, "the connection has ended");
        talking.Result.client.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Play()
    {
        Copy copy = new();
        var type = copy.LoadFromAssemblyPath(typeof(UnloadTests).Assembly.Location).GetType(typeof(UnloadTests).FullName!)!;
        Assert.That(type, Is.Not.EqualTo(typeof(UnloadTests)));
        type.GetMethod(nameof(PlayInCopy))!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        copy.Unload();
        return new WeakReference(copy);
    }

    private sealed class Copy() : AssemblyLoadContext("Copy", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name!.StartsWith("AsyncTick", StringComparison.Ordinal) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")) : null;
    }
}
