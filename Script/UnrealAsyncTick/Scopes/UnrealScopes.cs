using AsyncTick;
using AsyncTick.Engine;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// The ladder of lifetimes: editor, play session, world, object. Each scope is ended by the engine's own event, with the reason. Game thread
/// only; a user's code goes through <see cref="UnrealTasks"/>.
/// </summary>
public sealed class UnrealScopes : IEngineObserver, IDisposable
{
    // Objects are made by the engine, through constructors without arguments: this is where they find their loop. Of the game
    // thread, and gone with the module.
    [ThreadStatic]
    private static UnrealScopes? t_current;

    private readonly Dictionary<ulong, WorldScope> _worlds = [];
    private readonly List<ActorClocks> _actorClocks = [];
    private readonly Dictionary<nint, TaskScope> _actors = [];
    private TStrongObjectPtr<UAsyncTickEvents>? _events;
    private readonly EndedThisFrame _endedSession;
    private readonly EndedThisFrame _endedPlayWorld;
    private readonly EndedThisFrame _endedMap;
    private TaskScope? _session;
    private int _sessions;

    /// <summary>Puts the ladder into a loop.</summary>
    internal UnrealScopes(GameLoop loop, NativeWorlds source)
    {
        Loop = loop;
        Source = source;
        Editor = loop.RootScope.CreateChild("Editor");
        Editor.DefaultClock = Clock.Real;
        Waits = new EngineWaits(this);
        Code = new CodeLifetimes(loop, Waits.EndAbandoned);
        _endedSession = new EndedThisFrame(source);
        _endedPlayWorld = new EndedThisFrame(source);
        _endedMap = new EndedThisFrame(source);
        loop.Faulted += OnFaulted;
    }

    /// <summary>A task failed and was not awaited: its name and the message. Raised after the log line.</summary>
    public event Action<string, string>? TaskFaulted;

    /// <summary>The game thread's ladder.</summary>
    /// <exception cref="InvalidOperationException">The plugin is not running, or this is not the game thread.</exception>
    public static UnrealScopes Current => t_current ?? throw new InvalidOperationException(
        "AsyncTick is not running on this thread. On the game thread: is the plugin UnrealAsyncTick enabled and its C++ module built (the log says what failed)? In a coroutine on another thread, await SwitchToGameThread() first.");

    /// <summary>The loop that everything runs on.</summary>
    public GameLoop Loop { get; }

    /// <summary>Lives as long as the loop.</summary>
    public TaskScope Editor { get; }

    /// <summary>The play session, if there is one that has not begun to end.</summary>
    public TaskScope? PlaySession => _session is { IsCancellationRequested: false } ? _session : null;

    internal NativeWorlds Source { get; }

    internal EngineAnswers Answers { get; } = new();

    /// <summary>Blueprint's events; made when first asked for, because the module starts before the engine can make objects.</summary>
    internal UAsyncTickEvents Events
    {
        get
        {
            if (_events?.Value is { IsDestroyed: false } known)
            {
                return known;
            }

            var made = UObject.NewObject<UAsyncTickEvents>();
            made.Listen(Loop.Tasks);
            _events = new TStrongObjectPtr<UAsyncTickEvents>(made);
            return made;
        }
    }

    internal CodeLifetimes Code { get; }

    internal EngineWaits Waits { get; }

    /// <summary>The game thread's ladder, or null.</summary>
    public static UnrealScopes? Find() => t_current;

    /// <summary>What the module, or a host of tests, does at its start and end.</summary>
    public static void SetCurrent(UnrealScopes? scopes) => t_current = scopes;

    /// <summary>The scope of a world; made when first asked for. Ends with the world.</summary>
    /// <exception cref="InvalidOperationException">The world has ended, or is about to.</exception>
    public TaskScope Of(UWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var id = world.IsDestroyed ? 0 : Source.IdOf(world);
        Source.SyncClocks();
        return id == 0 ? throw WorldHasEnded() : OfWorld(id).Scope;
    }

    /// <summary>
    /// The scope that belongs to a lifetime now. For code of what is ending, a task's or what the engine calls on the way out, that is the scope that
    /// has ended and takes no tasks, unless another world is played by then.
    /// </summary>
    public TaskScope Of(TaskLifetime lifetime)
    {
        Source.SyncClocks();
        return lifetime switch
        {
            TaskLifetime.Editor => Editor,
            TaskLifetime.PlaySession when _session is not null => PlaySession ?? Leaving(_endedSession.Scope) ?? Editor,
            TaskLifetime.PlaySession => Editor,
            _ => OfCurrentWorld(),
        };
    }

    /// <summary>Brings clocks up to now, for code that the engine calls and that is about to start a wait.</summary>
    public void SyncClocks(UWorld world)
    {
        Source.SyncClocks();
        if (Source.IdOf(world) is var id and not 0 && _worlds.TryGetValue(id, out var entry))
        {
            Sync(entry);
        }
    }

    /// <inheritdoc/>
    public void FrameStarts()
    {
        foreach (var world in _worlds.Values.ToArray())
        {
            if (world.HasEnded && world.Scope.IsEmpty)
            {
                world.Clocks.Dispose();
                _worlds.Remove(world.Id);
            }
            else
            {
                world.Advance(Source, Loop);
            }
        }

        for (var i = _actorClocks.Count - 1; i >= 0; i--)
        {
            if (!_actorClocks[i].Advance())
            {
                _actorClocks.RemoveAt(i);
            }
        }
    }

    /// <inheritdoc/>
    public void SessionBegins()
    {
        _session = Loop.RootScope.CreateChild($"Play session {++_sessions}");
        _session.World = null;
    }

    /// <inheritdoc/>
    public void SessionEnds()
    {
        if (_session is { } session)
        {
            _endedSession.Note(session);
            session.Cancel(CancelReason.SessionEnd);
        }

        foreach (var world in _worlds.Values.Where(world => world.IsPlayed))
        {
            world.Scope.Cancel(CancelReason.SessionEnd);
        }
    }

    /// <inheritdoc/>
    public void WorldEnds(EngineWorld world) => EndWorld(world.Id);

    /// <summary>A world ends; its actors are still there.</summary>
    public void EndWorld(ulong id)
    {
        if (_worlds.TryGetValue(id, out var entry))
        {
            entry.HasEnded = true;
            (entry.IsPlayed ? _endedPlayWorld : _endedMap).Note(entry.Scope);
            entry.Scope.Cancel(CancelReason.SessionEnd);
        }

        Answers.Queries.EndWorld(id);
    }

    /// <summary>Lets go of the loop; what still runs is the loop's to end.</summary>
    public void Dispose()
    {
        Loop.Faulted -= OnFaulted;
        _events?.Dispose();
        Code.Dispose();
        Waits.Dispose();
    }

    /// <summary>A scope for an object: below its world's, on clocks that follow its actor's dilation when it has one.</summary>
    internal TaskScope CreateObjectScope(UWorld world, AActor? actor, string name)
    {
        var scope = Of(world).CreateChild(name);
        SyncClocks(world);
        if (actor is not null)
        {
            _actorClocks.Add(new ActorClocks(Loop, scope, actor));
        }

        return scope;
    }

    internal TaskScope? FindActor(AActor actor) =>
        _actors.TryGetValue(actor.NativeObject, out var scope) && scope.State != ScopeState.Closed ? scope : null;

    internal void AddActor(AActor actor, TaskScope scope)
    {
        if (_actors.Count >= 64 && (_actors.Count & (_actors.Count - 1)) == 0)
        {
            foreach (var closed in _actors.Where(entry => entry.Value.State == ScopeState.Closed).ToList())
            {
                _actors.Remove(closed.Key);
            }
        }

        _actors[actor.NativeObject] = scope;
    }

    // In the frame in which it ends a session still is what its worlds belong to: it refuses.
    private TaskScope? SessionNow => PlaySession ?? _endedSession.Scope;

    // A task acts in its own world, whichever is played. What the engine calls has the one that is played, or else edited.
    private TaskScope OfCurrentWorld()
    {
        if (SynchronizationContext.Current is TaskContext && Async.Loop == Loop && Async.Scope.World is { } own)
        {
            return OfWorld(Source.IdOf(own)).Scope;
        }

        var current = Loop.RootScope.World is { } token ? OfWorld(Source.IdOf(token)) : null;
        if (current is { IsPlayed: true })
        {
            return current.Scope;
        }

        return Leaving(_endedPlayWorld.Scope ?? _endedSession.Scope) ?? current?.Scope ?? Leaving(_endedMap.Scope) ?? Editor;
    }

    // What the engine calls outside tasks in the frame in which something ends may be its last code. A task knows whether it is: a tool's is not.
    private static TaskScope? Leaving(TaskScope? endedThisFrame) => SynchronizationContext.Current is not TaskContext
        ? endedThisFrame
        : Async.Scope.IsCancellationRequested ? Async.Scope : null;

    /// <summary>A world's entry, its clocks up to now.</summary>
    private WorldScope OfWorld(ulong id)
    {
        if (!_worlds.TryGetValue(id, out var entry))
        {
            if (!Source.TrySample(id, out var sample))
            {
                throw WorldHasEnded();
            }

            var parent = sample.IsPlayed ? SessionNow ?? Editor : Editor;
            entry = new WorldScope(id, parent, Loop, $"World {id}", sample.IsPlayed) { Token = Source.TokenOf(id) };
            _worlds.Add(id, entry);
        }

        Sync(entry);
        return entry;
    }

    private static InvalidOperationException WorldHasEnded() =>
        new("The world has ended; tasks for it can no longer be started. Start them in the play session, or in the world that comes next.");

    private void Sync(WorldScope world)
    {
        if (!world.Advance(Source, Loop))
        {
            return;
        }

        foreach (var actor in _actorClocks)
        {
            if (actor.IsIn(world.Clocks))
            {
                actor.Advance();
            }
        }
    }

    private void OnFaulted(TaskFault fault)
    {
        var message = ExceptionText.Message(fault.Exception);
        TaskFaulted?.Invoke(fault.TaskName, message);
        _events?.Value?.Raise(fault.TaskName, message);
    }
}
