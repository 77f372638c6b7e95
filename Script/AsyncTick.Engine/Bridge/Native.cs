namespace AsyncTick.Engine.Bridge;

/// <summary>The native half as methods.</summary>
internal sealed unsafe class Native
{
    private const string InvalidSound = "the engine does not take these values. Sound is 1 to 8 channels of 16 bits at 8000 to 192000 Hz, in whole sample frames.";

    // A copy: the native module's own is gone with it, and a thread that was left running may still write a line.
    private readonly NativeApi _api;
    private readonly void* _context;

    public Native(NativeApi* api)
    {
        _api = *api;
        _context = api->Context;
    }

    /// <summary>Any thread.</summary>
    public void Log(LogVerbosity verbosity, string text)
    {
        fixed (char* units = text)
        {
            _api.Log(_context, ToEngine(verbosity), units, text.Length);
        }
    }

    /// <summary>Any thread.</summary>
    public bool IsLogEnabled(LogVerbosity verbosity) => _api.IsLogEnabled(_context, ToEngine(verbosity)) != 0;

    /// <summary>Any thread.</summary>
    public void WriteConsole(LogVerbosity verbosity, string text)
    {
        fixed (char* units = text)
        {
            _api.WriteConsole(_context, ToEngine(verbosity), units, text.Length);
        }
    }

    public Frame SampleClocks()
    {
        Frame frame;
        Check(_api.SampleClocks(_context, &frame), "read the clocks");
        return frame;
    }

    public Status SetCurrentWorld(ulong world) => _api.SetCurrentWorld(_context, world);

    public ulong SpawnActor(ulong world, string className, string label, in ActorPlace place)
    {
        fixed (char* classUnits = className, labelUnits = label)
        {
            Spawn spawn = new()
            {
                World = world,
                ClassName = new Text { Units = classUnits, Length = className.Length },
                Label = new Text { Units = labelUnits, Length = label.Length },
                X = place.X,
                Y = place.Y,
                Z = place.Z,
                Pitch = place.Pitch,
                Yaw = place.Yaw,
                Roll = place.Roll,
            };
            ulong actor;
            Check(_api.SpawnActor(_context, &spawn, &actor), $"spawn a '{className}'");
            return actor;
        }
    }

    public bool DestroyActor(ulong actor) => IsKnown(_api.DestroyActor(_context, actor), "destroy an actor");

    public bool FindActor(ulong actor) => IsKnown(_api.FindActor(_context, actor), "look for an actor");

    public ulong OpenAudio(ulong world, int sampleRate, int channels)
    {
        ulong audio;
        Check(_api.OpenAudio(_context, world, sampleRate, channels, &audio), $"open a stream of {channels} channels at {sampleRate} Hz");
        return audio;
    }

    public void QueueAudio(ulong audio, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Check(_api.QueueAudio(_context, audio, first, bytes.Length), $"queue {bytes.Length} bytes of sound");
        }
    }

    public void ResetAudio(ulong audio) => Check(_api.ResetAudio(_context, audio), "empty a stream of sound");

    public int GetQueuedAudio(ulong audio)
    {
        int count;
        Check(_api.GetQueuedAudio(_context, audio, &count), "ask a stream of sound");
        return count;
    }

    public bool CloseAudio(ulong audio) => IsKnown(_api.CloseAudio(_context, audio), "close a stream of sound");

    public void ShowMessage(double seconds, string text)
    {
        fixed (char* units = text)
        {
            Check(_api.ShowMessage(_context, seconds, units, text.Length), "show a message");
        }
    }

    public Status TellTask(TaskEventKind what, in TaskRow task)
    {
        fixed (TaskRow* row = &task)
        {
            return _api.TellTask(_context, (int)what, row);
        }
    }

    public void EndRequest(ulong request, TaskState state, int exitCode, string text)
    {
        fixed (char* units = text)
        {
            _api.EndRequest(_context, request, (int)state, exitCode, units, text.Length);
        }
    }

    public void TellProgress(ulong request, string text)
    {
        fixed (char* units = text)
        {
            _api.TellProgress(_context, request, units, text.Length);
        }
    }

    /// <summary>False when the world has ended, or is not played.</summary>
    public bool StartQuery(in Query query, string profile)
    {
        fixed (Query* asked = &query)
        fixed (char* units = profile)
        {
            var status = _api.StartQuery(_context, asked, units, profile.Length);
            if (status == Status.NoWorld)
            {
                return false;
            }

            Check(status, "ask a world", "the project has no such trace channel or object type.");
            return true;
        }
    }

    public Status CancelQuery(uint query) => _api.CancelQuery(_context, query);

    /// <summary>0 while no trace is written.</summary>
    public ulong BeginRegion(string name)
    {
        fixed (char* units = name)
        {
            ulong region = 0;
            _ = _api.BeginRegion(_context, units, name.Length, &region);
            return region;
        }
    }

    public void EndRegion(ulong region) => _api.EndRegion(_context, region);

    /// <summary>False for bundles of what is not a primary asset.</summary>
    public bool StartLoad(uint id, string path, int priority, IReadOnlyList<string> bundles)
    {
        var texts = stackalloc Text[bundles.Count];
        fixed (char* pathUnits = path, bundleUnits = string.Concat(bundles))
        {
            var at = 0;
            for (var i = 0; i < bundles.Count; i++)
            {
                texts[i] = new Text { Units = bundleUnits + at, Length = bundles[i].Length };
                at += bundles[i].Length;
            }

            Load load = new() { Id = id, Priority = priority, Path = new Text { Units = pathUnits, Length = path.Length }, Bundles = texts, BundleCount = bundles.Count };
            return IsKnown(_api.StartLoad(_context, &load), "load an asset", "the engine has no asset manager yet.");
        }
    }

    /// <summary>From 0 to 1; 1 for what is not known any more.</summary>
    public double GetLoadProgress(uint load)
    {
        double progress;
        return _api.GetLoadProgress(_context, load, &progress) == Status.Ok ? progress : 1;
    }

    public Status ReleaseLoad(uint load) => _api.ReleaseLoad(_context, load);

    // The engine counts from Fatal, which is 1 and which nothing here may write.
    private static int ToEngine(LogVerbosity verbosity) => (int)verbosity + 2;

    private static bool IsKnown(Status status, string what, string invalid = InvalidSound)
    {
        if (status == Status.UnknownHandle)
        {
            return false;
        }

        Check(status, what, invalid);
        return true;
    }

    /// <param name="status">What the call came to.</param>
    /// <param name="what">What it was to do.</param>
    /// <param name="invalid">What the call means by values that it does not take.</param>
    private static void Check(Status status, string what, string invalid = InvalidSound)
    {
        if (status == Status.Ok)
        {
            return;
        }

        throw new EngineException($"Could not {what}: " + status switch
        {
            Status.WrongThread => "this is not the game thread. In a coroutine, await SwitchToGameThread() first.",
            Status.NoWorld => "there is no world, or it has ended.",
            Status.UnknownClass => "there is no such class. Give its name without the A, or the path of a blueprint's class: /Game/Folder/BP_Name.BP_Name_C.",
            Status.NotSpawnable => "it is not a class of actors, or it is abstract.",
            Status.SpawnRefused => "the engine refused (the world is being torn down, or a construction script runs).",
            Status.UnknownHandle => "it has been closed, or its world has ended.",
            Status.InvalidArgument => invalid,
            Status.NoAudio => "there is no audio device (a server, -nosound, or a world without sound).",
            _ => $"the engine answered {status}.",
        });
    }
}
