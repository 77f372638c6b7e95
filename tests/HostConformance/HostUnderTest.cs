using System.Diagnostics;
using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.Log;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>
/// An editor with the plugin loaded the way UnrealSharp loads it. Objects are the stand-in's in every host; a host says which native module
/// is beneath them. Disposing it exits, and fails when the plugin left a context behind.
/// </summary>
public abstract class HostUnderTest : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedLogLine> _lines = [];
    private readonly SynchronizationContext? _testContext = SynchronizationContext.Current;

    // Some tests hold a thread of the pool, and must not wait until it has grown.
    static HostUnderTest() => ThreadPool.SetMinThreads(8, 8);

    protected HostUnderTest()
    {
        SimulatedLog.Written += Keep;

        // The engine's game thread has no context of its own; the test's would take what resumes to another thread.
        SynchronizationContext.SetSynchronizationContext(null);
    }

    public abstract SimulatedEngine Engine { get; }

    /// <summary>Whether a managed half is connected to the native module.</summary>
    public abstract bool IsConnected { get; }

    /// <summary>Frames in which the native module called managed code; the others were idle.</summary>
    public abstract long ManagedTicks { get; }

    /// <summary>Phases, and looks at the frame's begin and end, in which managed code was called.</summary>
    public abstract long PhaseTicks { get; }

    /// <summary>Frames that came inside a managed frame and were refused.</summary>
    public abstract long NestedTicks { get; }

    /// <summary>Queries of worlds that the engine has not been given yet.</summary>
    public abstract int WaitingQueries { get; }

    /// <summary>How often managed code returned to the engine with a synchronization context left on the game thread.</summary>
    public virtual int ContextsLeftBehind => Engine.ContextsLeftBehind;

    public GameLoop Loop => UnrealTasks.Loop;

    public IReadOnlyList<string> Errors => Of(ELogVerbosity.Error);

    public IReadOnlyList<string> Warnings => Of(ELogVerbosity.Warning);

    /// <summary>Errors and warnings, but for those of a step that a busy machine held up.</summary>
    public IReadOnlyList<string> Complaints => [.. Errors, .. Warnings.Where(static line => !line.Contains("held the game thread", StringComparison.Ordinal))];

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

    /// <summary>The log with what commands have said after they had returned.</summary>
    public virtual string LogAndAnswers => Log;

    protected abstract FUnrealAsyncTickModule Plugin { get; }

    /// <summary>Runs frames.</summary>
    public virtual void Tick(int frames = 1, double seconds = 1.0 / 60) => Engine.Tick(seconds, frames);

    /// <summary>Pauses or resumes a world's game, as the pause key does.</summary>
    public virtual void Pause(UWorld world, bool isPaused = true) => world.Pause(isPaused);

    /// <summary>Sets how fast time passes in a world.</summary>
    public virtual void Dilate(UWorld world, double dilation) => world.Dilate(dilation);

    /// <summary>Types a console command; what it says.</summary>
    public abstract string Type(string command);

    /// <summary>Takes the managed halves of the plugin's objects, stops and starts it, and makes them anew, as a hot reload of its assembly does.</summary>
    public void ReloadPlugin() => new SimulatedLoader(Engine).Reload(typeof(FUnrealAsyncTickModule).Assembly, Plugin);

    public void StopPlugin() => Plugin.ShutdownModule();

    public T Spawn<T>(UWorld world)
        where T : AActor => (T)Engine.SpawnActorIn(world, typeof(T), new FTransform())!;

    /// <summary>An actor with one component of that class.</summary>
    public T Attach<T>(UWorld world, Action<T>? prepare = null)
        where T : UActorComponent => Spawn<AActor>(world).AddComponentByClass<T>(false, new FTransform(), prepare ?? (static _ => { }));

    /// <summary>Runs frames until something outside the process, or on another thread, has happened.</summary>
    public void TickUntil(Func<bool> condition, double seconds = 15) => TickUntil(condition, seconds, static () => 1.0 / 60);

    /// <summary>As <see cref="TickUntil(Func{bool}, double)"/>, with frames as long as they really are: for what plays at its own speed.</summary>
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
        var left = ContextsLeftBehind;
        Engine.Exit();
        Unload();
        SimulatedLog.Written -= Keep;
        SynchronizationContext.SetSynchronizationContext(_testContext);
        GC.SuppressFinalize(this);
        Assert.That(left, Is.Zero, "a synchronization context was left on the game thread");
    }

    /// <summary>The engine has exited: takes the native module and then the engine away.</summary>
    protected virtual void Unload()
    {
        UnrealScopes.SetCurrent(null);
        Engine.Dispose();
    }

    private void TickUntil(Func<bool> condition, double seconds, Func<double> frameSeconds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds > seconds && !Debugger.IsAttached)
            {
                throw new TimeoutException($"The condition did not hold within {seconds} s.\n{Log}\n{(UnrealTasks.IsAvailable ? TaskTable.Format(Loop.Tasks.Snapshot()) : "")}");
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
