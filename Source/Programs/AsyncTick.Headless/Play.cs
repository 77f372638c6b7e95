using AsyncTick.Engine;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace AsyncTick.Headless;

/// <summary>
/// A play session in the simulated editor, for tests of game code: <c>using var play = Play.Begin(); ... await play.Step(30);</c>. Time passes only in <see cref="Step"/>. One per thread at a time;
/// everything of it is for the thread that began it, the game thread.
/// </summary>
public sealed class Play : IDisposable
{
    private readonly SimulatedEditor _editor;
    private readonly SynchronizationContext? _outer;
    private readonly Queue<TaskFault> _faults = [];

    private Play(SimulatedEditor editor, SynchronizationContext? outer)
    {
        _editor = editor;
        _outer = outer;
        Loop = editor.Plugin.Host?.Loop ?? throw new InvalidOperationException("The plugin has not started; the log says why.");
        Loop.Faulted += _faults.Enqueue;
    }

    /// <summary>The engine: frames, further worlds, the edited map.</summary>
    public SimulatedEngine Engine => _editor.Engine;

    /// <summary>The world that is played.</summary>
    /// <exception cref="InvalidOperationException">Play has ended.</exception>
    public UWorld World => Engine.PlayWorld ?? throw new InvalidOperationException("Play has ended.");

    /// <summary>The loop that the frames pump.</summary>
    public GameLoop Loop { get; }

    /// <summary>Starts an engine with the plugin in it, and plays.</summary>
    /// <param name="populate">Fills the world before its actors begin to play.</param>
    public static Play Begin(Action<UWorld>? populate = null)
    {
        // The game thread has no context of its own; a test's would take what resumes to another thread.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        var editor = new SimulatedEditor(new SimulatedModuleSettings(), new EngineHostOptions { Name = "Play", Remote = false });
        editor.Plugin.StartupModule();
        var play = new Play(editor, outer);
        play.Engine.BeginPlaySession(populate: populate);
        return play;
    }

    /// <summary>Spawns an actor into the world.</summary>
    public T Spawn<T>(FTransform? place = null)
        where T : AActor => (T)Engine.SpawnActorIn(World, typeof(T), place ?? new FTransform())!;

    /// <summary>Runs frames; the task that it returns has ended. A task that failed in them, and that nobody awaited, fails it.</summary>
    /// <param name="frames">How many.</param>
    /// <param name="seconds">How long each lasts.</param>
    public Task Step(int frames = 1, double seconds = 1.0 / 60)
    {
        Engine.Tick(seconds, frames);
        return _faults.TryDequeue(out var fault) ? Task.FromException(fault.Exception) : Task.CompletedTask;
    }

    /// <summary>Runs frames until a condition holds, asked before each.</summary>
    /// <exception cref="TimeoutException">It did not hold within that many frames; the message has the task list.</exception>
    public async Task StepUntil(Func<bool> condition, int maxFrames = 10_000, double seconds = 1.0 / 60)
    {
        ArgumentNullException.ThrowIfNull(condition);
        for (var frame = 0; !condition(); frame++)
        {
            if (frame == maxFrames)
            {
                throw new TimeoutException($"The condition did not hold within {maxFrames} frames.\n{TaskTable.Format(Loop.Tasks.Snapshot())}");
            }

            await Step(1, seconds);
        }
    }

    /// <summary>Ends play as the editor does: tasks are canceled, and their <c>finally</c> blocks run.</summary>
    public void End() => Engine.EndPlaySession();

    /// <summary>Ends play, exits the engine and gives the thread free.</summary>
    public void Dispose()
    {
        Loop.Faulted -= _faults.Enqueue;
        _editor.Dispose();
        SynchronizationContext.SetSynchronizationContext(_outer);
    }
}
