namespace AsyncTick.Tests;

/// <summary>Makes stress programs. The same seed and profile give the same frames, however many of them are asked for.</summary>
internal sealed class StressGenerator(StressProfile profile, int seed)
{
    private readonly Random _random = new(seed);

    public static StressProgram Make(StressProfile profile, int seed, int frames)
    {
        var generator = new StressGenerator(profile, seed);
        return new StressProgram(profile, seed, [.. Enumerable.Range(0, frames).Select(_ => generator.Frame())]);
    }

    private StressFrame Frame()
    {
        var before = new List<Op>();
        for (var count = _random.Next(1, 7); count > 0; count--)
        {
            before.Add(HostOp());
        }

        // Few distinct values, so that ties are common.
        var real = _random.Next(40) == 0 ? 0.5 : _random.Next(4) / 64.0;
        var game = _random.Next(5) == 0 ? 0 : real * _random.Next(1, 4) / 2;
        return new StressFrame(before, real, game, real * _random.Next(1, 3), _random.Next(5) == 0 ? 0 : real);
    }

    private Op HostOp() => _random.Next(12) switch
    {
        < 6 => Start(2),
        6 => Make(OpKind.CreateScope, 8),
        7 => Posted(OpKind.Post, 2),
        8 or 9 => OtherThread(),
        _ => Shared(),
    };

    private Op Start(int depth) => Make(OpKind.Start, 8) with { Script = Script(depth) };

    private Script Script(int depth)
    {
        var ops = new List<Op>();
        for (var count = _random.Next(1, 7); count > 0; count--)
        {
            ops.Add(_random.Next(5) < 3 ? Wait() : Action(depth));
        }

        var cleanup = new List<Op>();
        for (var count = _random.Next(6) == 0 ? _random.Next(1, 4) : 0; count > 0; count--)
        {
            cleanup.Add(_random.Next(3) switch
            {
                0 => Wait(),
                1 => Defer(),
                _ => Action(0),
            });
        }

        return new Script(ops, _random.Next(3) == 0 ? _random.Next(2, 30) : 1, _random.Next(8) == 0, cleanup);
    }

    private Op Wait()
    {
        var weight = _random.Next(48 + profile.DelayWeight);
        var op = weight switch
        {
            < 12 => Make(OpKind.NextFrame),
            < 16 => Make(OpKind.Yield),
            < 19 => profile.HasHiddenSteps ? Make(OpKind.Frames, 6) : Make(OpKind.NextFrame),
            < 22 => Make(OpKind.Every, 4) with { Seconds = _random.Next(1, 9) / 64.0 },
            < 27 => Make(OpKind.Until, StressProgram.Flags),
            < 31 => Make(OpKind.Event, StressProgram.Events),
            < 34 => Make(OpKind.Turn, StressProgram.Turns),
            < 38 => Make(OpKind.Lock, StressProgram.Locks),
            < 41 => Make(OpKind.Gate, StressProgram.Gates),
            < 43 => Make(OpKind.GateInScope, StressProgram.Gates),
            < 47 => Make(OpKind.Join, 20),
            < 48 => Make(OpKind.DisposeScope, 8),
            _ => Make(OpKind.Delay) with { Seconds = _random.Next(60) == 0 ? double.PositiveInfinity : (_random.Next(64) - 1) / 64.0 },
        };
        return op with { B = _random.Next(8) };
    }

    private Op Action(int depth) => _random.Next(28) switch
    {
        < 4 => Make(OpKind.Work),
        < 7 => depth > 0 ? Start(depth - 1) : Make(OpKind.Work),
        < 10 => Posted(_random.Next(2) == 0 ? OpKind.Post : OpKind.PostInName, depth),
        < 12 => Make(OpKind.Unlock),
        12 => Make(OpKind.Throw),
        13 => Make(OpKind.NestedPump),
        14 => Defer(),
        15 => Make(OpKind.EndDefer),
        16 => OtherThread(),
        17 => Make(OpKind.CreateScope, 8),
        _ => Shared(),
    };

    private Op Defer() => Make(OpKind.BeginDefer) with { Seconds = _random.Next(1, 64) / 32.0 };

    private Op Posted(OpKind kind, int depth)
    {
        var ops = new List<Op>();
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            ops.Add(_random.Next(10) switch
            {
                0 => Make(OpKind.Throw),
                1 or 2 when depth > 0 => Start(depth - 1),
                3 => Make(OpKind.NestedPump),
                < 7 => Make(OpKind.Work),
                _ => Shared(),
            });
        }

        return Make(kind) with { Ops = ops };
    }

    // Each thing behind a post that is seen: a row of unseen ones would teach the loop to trust what is posted.
    private Op OtherThread()
    {
        var ops = new List<Op>();
        for (var count = _random.Next(1, 3); count > 0; count--)
        {
            ops.Add(Make(OpKind.Post) with { Ops = [Make(OpKind.Work)] });
            if (profile.HasHiddenSteps)
            {
                ops.Add(Shared());
            }
        }

        return Make(OpKind.OtherThread) with { Ops = ops };
    }

    /// <summary>What anybody may do, anywhere.</summary>
    private Op Shared() => _random.Next(24) switch
    {
        < 4 => Make(OpKind.SetEvent, StressProgram.Events),
        < 6 => Make(OpKind.ResetEvent, StressProgram.Events),
        < 8 => Make(OpKind.SetTurn, StressProgram.Turns),
        < 11 => Make(OpKind.ToggleFlag, StressProgram.Flags),
        < 15 => Make(OpKind.OpenGate, StressProgram.Gates),
        < 18 => Make(OpKind.Cancel, 20),
        18 => Make(OpKind.CancelScope, 8),
        19 => Make(OpKind.CancelTasks, 8),
        20 when profile.HasPauses => Make(OpKind.Pause, 8),
        < 24 when profile.HasPauses => Make(OpKind.Resume, 8),
        _ => Make(OpKind.Work),
    };

    private Op Make(OpKind kind, int choices = 1) => new(kind, _random.Next(choices), Cost: Cost());

    private long Cost()
    {
        if (profile.HeavyCost > 0 && _random.Next(300) == 0)
        {
            return profile.HeavyCost;
        }

        return profile.IsCostly ? _random.NextInt64(profile.LeastCost / 1000, profile.MostCost / 1000) * 1000 : 0;
    }
}
