using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>What an adapter needs that starts the host itself and knows the engine's worlds as objects.</summary>
public sealed unsafe partial class EngineHost
{
    /// <summary>Who is told of sessions, worlds and frames before the host acts.</summary>
    public IEngineObserver? Observer { get; set; }

    /// <summary>Who takes what the native half answers.</summary>
    public IEngineAnswers? Answers { get; set; }

    /// <summary>Makes a host over functions that the native half offers by name, and connects it.</summary>
    /// <param name="getNativeApi">Takes the bridge's version and the table's size; null when they differ.</param>
    /// <param name="getStartInfo">Folders and settings; null when the native module is not loaded.</param>
    /// <param name="connect">Takes the managed table; 0 for success.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="host">The host, or null.</param>
    /// <returns>Null, or why there is no host.</returns>
    public static string? TryConnect(
        delegate* unmanaged<uint, uint, void*> getNativeApi,
        delegate* unmanaged<void*> getStartInfo,
        delegate* unmanaged<void*, int> connect,
        EngineHostOptions? options,
        out EngineHost? host)
    {
        host = null;
        var native = getNativeApi(BridgeVersion.Current, (uint)sizeof(NativeApi));
        var info = getStartInfo();
        if (native == null || info == null)
        {
            return "the native module is not loaded, or has another version of the bridge (the log says which): build both from the same sources and enable the plugin UnrealAsyncTick.";
        }

        var managed = new ManagedApi { Version = BridgeVersion.Current, Size = (uint)sizeof(ManagedApi) };
        if (TryStart(native, info, &managed, options, out host) is { } problem)
        {
            return problem;
        }

        var status = (Status)connect(&managed);
        if (status == Status.Ok)
        {
            return null;
        }

        host!.Stop();
        host = null;
        return $"the native module answered {status}; its own line in the log says why.";
    }

    /// <summary>The number of the engine's frame, as of the last frame that was pumped or <see cref="SyncClocks"/>.</summary>
    public ulong EngineFrame { get; private set; }

    /// <summary>What the native half knows the host by.</summary>
    public void* Context => (void*)System.Runtime.InteropServices.GCHandle.ToIntPtr(_self);

    /// <summary>A world by its number; made when first asked for. <see cref="TaskScope.World"/> of a scope that belongs to it.</summary>
    public EngineWorld? GetWorld(ulong id) => WorldOf(id);

    /// <summary>
    /// Brings the loop's clocks up to now. Idle frames are not pumped, so they may stand far back when the engine calls code that is about to start
    /// a wait. Does nothing within a frame.
    /// </summary>
    public void SyncClocks()
    {
        if (!Loop.IsPumping)
        {
            var now = _native.SampleClocks();
            EnterFrame(in now);
            Loop.SetTime(now.Clocks);
        }
    }

    /// <summary>Runs a console command in the current world: <c>AsyncTick.Run Timers.cs</c>. What it says goes to the log. False when there is none of this name.</summary>
    public bool ExecuteCommand(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Execute(_native.SampleClocks().World, line) == Status.Ok;
    }

    /// <summary>Cancels everything, drains it within the configured bounds and frees the host. Disconnect it from the native half first. False when called from inside a task.</summary>
    public bool TryClose()
    {
        if (_stopped || Loop.IsPumping)
        {
            return _stopped;
        }

        Loop.Shutdown(_settings.ShutdownFrames, _settings.ShutdownSeconds);
        return Stop() == Status.Ok;
    }

    /// <summary>
    /// Asks a world that is played. <see cref="IEngineAnswers.QueryAnswered"/> follows, in the world's next tick at the earliest; never when the world has ended by then.
    /// </summary>
    /// <param name="query">The question.</param>
    /// <param name="profile">The collision profile to ask by; empty for none.</param>
    /// <returns>False when the world has ended, or is not played.</returns>
    /// <exception cref="EngineException">Called off the game thread, or with what the project does not have.</exception>
    public bool StartQuery(in Query query, string profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return _native.StartQuery(in query, profile);
    }

    /// <summary>Takes a question back. When the engine is working on it the answer comes all the same.</summary>
    public void CancelQuery(uint query) => _native.CancelQuery(query);

    /// <summary>Begins to load an asset. <see cref="IEngineAnswers.LoadEnded"/> follows; the engine keeps what is loaded until <see cref="ReleaseLoad"/>.</summary>
    /// <param name="id">A number for it that is used once.</param>
    /// <param name="path"><c>/Game/Heroes/Knight.Knight</c>.</param>
    /// <param name="priority">Of what waits to be loaded, that with the higher one comes first; 0 is the engine's own.</param>
    /// <param name="bundles">What is loaded with a primary asset.</param>
    /// <returns>False for bundles of what is not a primary asset; nothing was begun.</returns>
    /// <exception cref="EngineException">Called off the game thread, or before the engine has an asset manager.</exception>
    public bool StartLoad(uint id, string path, int priority, IReadOnlyList<string> bundles)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(bundles);
        return _native.StartLoad(id, path, priority, bundles);
    }

    /// <summary>How far a load is, from 0 to 1.</summary>
    public double GetLoadProgress(uint load) => _native.GetLoadProgress(load);

    /// <summary>Stops a load, or lets go of what was loaded.</summary>
    public void ReleaseLoad(uint load) => _native.ReleaseLoad(load);

    internal Status EndLoad(uint load)
    {
        Answers?.LoadEnded(load);
        return Status.Ok;
    }

    internal Status EndQuery(uint query, ReadOnlySpan<Hit> hits)
    {
        Answers?.QueryAnswered(query, hits);
        return Status.Ok;
    }

    /// <summary>A phase of the frame that something waits for, or a look at the frame's begin or end at what came meanwhile.</summary>
    internal Status TickPhase(Phase phase, in Frame frame)
    {
        EnterFrame(in frame);
        if (!Loop.IsPumping)
        {
            Loop.SetTime(frame.Clocks);
            Tell(static observer => observer.FrameStarts());
        }

        return Loop.Pump(phase) == PumpResult.Refused ? Status.Refused : Status.Ok;
    }

    // Tick groups are a world's: there are none outside of play.
    private void OfferPhases(bool isPlaying)
    {
        for (var phase = Phase.BeginFrame; phase <= Phase.EndOfFrame; phase++)
        {
            Loop.Phases.Offer(phase, (_phases & (1 << (int)phase)) != 0 && (isPlaying || phase is Phase.BeginFrame or Phase.EndOfFrame));
        }
    }

    private void Tell(Action<IEngineObserver> what)
    {
        if (Observer is not { } observer)
        {
            return;
        }

        try
        {
            what(observer);
        }
        catch (Exception fault)
        {
            Log.Write(LogVerbosity.Error, $"Internal error of AsyncTick, please report it: the adapter threw. {ExceptionText.Full(fault)}");
        }
    }
}
