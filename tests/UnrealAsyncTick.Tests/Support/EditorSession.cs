using System.Diagnostics;
using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.Log;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>An editor with the plugin loaded the way UnrealSharp loads it. Disposing it exits, and fails when the plugin left a context behind.</summary>
internal sealed class EditorSession : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedLogLine> _lines = [];
    private readonly FUnrealAsyncTickModule _plugin = new();

    public EditorSession(bool startPlugin = true)
    {
        SimulatedLog.Written += Keep;
        Engine = new SimulatedEngine();
        Module = new SimulatedModule(Engine);
        if (startPlugin)
        {
            _plugin.StartupModule();
        }
    }

    public SimulatedEngine Engine { get; }

    public SimulatedModule Module { get; }

    public GameLoop Loop => UnrealTasks.Loop;

    public IReadOnlyList<string> Errors => Of(ELogVerbosity.Error);

    public IReadOnlyList<string> Warnings => Of(ELogVerbosity.Warning);

    public string Log
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Unloads and loads the plugin itself, as a hot reload of its own assembly does.</summary>
    public void ReloadPlugin()
    {
        _plugin.ShutdownModule();
        _plugin.StartupModule();
    }

    public void StopPlugin() => _plugin.ShutdownModule();

    public void Tick(int frames = 1, double seconds = 1.0 / 60) => Engine.Tick(seconds, frames);

    public T Spawn<T>(UWorld world)
        where T : AActor => (T)Engine.SpawnActorIn(world, typeof(T), new FTransform())!;

    /// <summary>An actor with one component of that class.</summary>
    public T Attach<T>(UWorld world, Action<T>? prepare = null)
        where T : UActorComponent => Spawn<AActor>(world).AddComponentByClass<T>(false, new FTransform(), prepare ?? (static _ => { }));

    /// <summary>Runs frames until something outside the process has happened.</summary>
    public void TickUntil(Func<bool> condition, double seconds = 15) => TickUntil(condition, seconds, static () => 1.0 / 60);

    /// <summary>As <see cref="TickUntil"/>, with frames as long as they really are: for what plays at its own speed.</summary>
    public void PlayUntil(Func<bool> condition, double seconds = 20)
    {
        var last = Stopwatch.GetTimestamp();
        TickUntil(condition, seconds, () =>
        {
            var now = Stopwatch.GetTimestamp();
            var length = Stopwatch.GetElapsedTime(last, now).TotalSeconds;
            last = now;
            return length;
        });
    }

    public void Dispose()
    {
        var left = Engine.ContextsLeftBehind;
        Engine.Exit();
        Module.Dispose();
        UnrealScopes.SetCurrent(null);
        Engine.Dispose();
        SimulatedLog.Written -= Keep;
        Assert.That(left, Is.Zero, "a synchronization context was left on the game thread");
    }

    private void TickUntil(Func<bool> condition, double seconds, Func<double> frameSeconds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds > seconds && !Debugger.IsAttached)
            {
                throw new TimeoutException($"The condition did not hold within {seconds} s.\n{Log}\n{(UnrealTasks.IsAvailable ? AsyncTick.TaskTable.Format(Loop.Tasks.Snapshot()) : "")}");
            }

            Tick(1, frameSeconds());
            Thread.Sleep(1);
        }
    }

    private IReadOnlyList<string> Of(ELogVerbosity verbosity)
    {
        lock (_gate)
        {
            return [.. _lines.Where(line => line.Verbosity == verbosity).Select(line => line.Message)];
        }
    }

    private void Keep(SimulatedLogLine line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
