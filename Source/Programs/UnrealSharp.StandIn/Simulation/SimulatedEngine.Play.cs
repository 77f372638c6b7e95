using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.UnrealSharpCore;

namespace UnrealSharp.StandIn;

public sealed partial class SimulatedEngine
{
    /// <summary>Play in the editor is about to begin (<c>FEditorDelegates::PreBeginPIE</c>).</summary>
    public event Action? PlaySessionBegins;

    /// <summary>Play is about to end; its worlds and actors are still there (<c>FEditorDelegates::PrePIEEnded</c>).</summary>
    public event Action? PlaySessionEnds;

    /// <summary>A world is about to be torn down; its actors are still there (<c>FWorldDelegates::OnWorldBeginTearDown</c>).</summary>
    public event Action<UWorld>? WorldTearsDown;

    /// <summary>A world is being cleaned up (<c>FWorldDelegates::OnWorldCleanup</c>); comes after <see cref="WorldTearsDown"/> for a world that was played.</summary>
    public event Action<UWorld>? WorldCleansUp;

    /// <summary>A world's actors are about to tick: the engine answers its asynchronous queries and takes new ones. Not while the game is paused.</summary>
    public event Action<UWorld>? WorldBeginsToTick;

    /// <summary>A world's actors have ticked, and its physics (<c>TG_PostPhysics</c> of those that do not tick while the game is paused).</summary>
    public event Action<UWorld>? WorldHasSimulated;

    /// <summary>The engine is about to exit (<c>FCoreDelegates::OnEnginePreExit</c>).</summary>
    public event Action? PreExit;

    /// <summary>Starts to play in the editor.</summary>
    /// <param name="worldCount">One world per player.</param>
    /// <param name="populate">Fills a world before its actors begin to play.</param>
    /// <returns>The first world.</returns>
    public UWorld BeginPlaySession(int worldCount = 1, Action<UWorld>? populate = null)
    {
        if (IsPlaying)
        {
            throw new InvalidOperationException("A play session is running.");
        }

        IsPlaying = true;
        PlaySessionBegins?.Invoke();
        var worlds = Enumerable.Range(0, worldCount).Select(_ => CreateWorld(ECSWorldType.PIE)).ToList();
        foreach (var world in worlds)
        {
            StartWorld(world, populate);
        }

        return worlds[0];
    }

    /// <summary>Starts a world outside the editor's play sessions: a packaged game's, or a map that the game travels to.</summary>
    public UWorld OpenWorld(ECSWorldType type = ECSWorldType.Game, Action<UWorld>? populate = null)
    {
        var world = CreateWorld(type);
        StartWorld(world, populate);
        return world;
    }

    /// <summary>Ends play in the editor, in the editor's order. Does nothing when none is played.</summary>
    public void EndPlaySession()
    {
        if (!IsPlaying)
        {
            return;
        }

        PlaySessionEnds?.Invoke();
        foreach (var world in _worlds.Where(world => world.WorldType == ECSWorldType.PIE).ToList())
        {
            CloseWorld(world, EEndPlayReason.EndPlayInEditor);
        }

        IsPlaying = false;
        CurrentWorldContext = EditorWorld;
    }

    /// <summary>Unloads a world: its widgets leave the screen, its actors end, then it is gone.</summary>
    public void CloseWorld(UWorld world, EEndPlayReason reason = EEndPlayReason.LevelTransition)
    {
        // The event comes while the world still is what it was; spawning is refused from here on.
        world.IsTearingDown = true;
        WorldTearsDown?.Invoke(world);
        foreach (var widget in WidgetsOf(world))
        {
            HideWidget(widget);
        }

        foreach (var actor in world.Actors.ToArray())
        {
            EndPlay(actor, reason);
        }

        WorldCleansUp?.Invoke(world);
        world.LatentActions.Clear();
        foreach (var actor in world.Actors)
        {
            MarkGarbage(actor);
        }

        world.Actors.Clear();
        _worlds.Remove(world);
        var id = world.NativeObject;
        world.MarkAsGarbage();
        CollectGarbage();
        _native?.DeleteWorld(id);
    }

    /// <summary>Opens another map in the editor: a new edited world takes the old one's place.</summary>
    public void OpenMap()
    {
        CloseWorld(EditorWorld);
        EditorWorld = CreateWorld(ECSWorldType.Editor);
        CurrentWorldContext = EditorWorld;
    }

    private UWorld CreateWorld(ECSWorldType type)
    {
        var world = (UWorld)Objects.Create(typeof(UWorld), TransientPackage, id: _native?.CreateWorld(type) ?? 0);
        world.WorldType = type;
        _worlds.Add(world);
        return world;
    }

    private void StartWorld(UWorld world, Action<UWorld>? populate)
    {
        CurrentWorldContext = world;
        populate?.Invoke(world);
        world.HasBegunPlay = true;
        foreach (var actor in world.Actors.ToArray())
        {
            BeginPlay(actor);
        }
    }

    private void TickWorld(UWorld world, double deltaSeconds)
    {
        var game = world.AdvanceClocks(deltaSeconds);
        world.StreamingLevels.ForEach(static level => level.Tick());
        var isRunning = !world.IsPaused;
        if (isRunning)
        {
            WorldBeginsToTick?.Invoke(world);
        }

        RunPhase(world, SimulatedPhase.PrePhysics);
        if (world is { HasBegunPlay: true, IsPaused: false })
        {
            foreach (var actor in world.Actors.ToArray())
            {
                TickActor(actor, (float)(game * actor.CustomTimeDilation));
            }

            world.LatentActions.Process(game);
        }

        if (isRunning)
        {
            WorldHasSimulated?.Invoke(world);
        }

        RunPhase(world, SimulatedPhase.PostPhysics);
        RunPhase(world, SimulatedPhase.PostUpdateWork);
        world.AsyncQueries.Close();
    }
}
