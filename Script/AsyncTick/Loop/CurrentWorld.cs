using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Which world the host has been told of last: the one of the last step. Loop thread only.</summary>
internal sealed class CurrentWorld(GameLoopOptions options, StepMeter meter)
{
    private static readonly object NotYet = new();

    private object? _world = NotYet;

    /// <summary>Work begins: whatever world its first step has, the host is told.</summary>
    public void Reset()
    {
        _world = NotYet;
        ChooseBatchKey();
    }

    /// <summary>To be called before a step of this world.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(object? world)
    {
        if (!ReferenceEquals(world, _world))
        {
            Change(world);
        }
    }

    /// <summary>As <see cref="Enter"/>, for a step within a step. Returns what <see cref="Leave"/> puts back.</summary>
    public object? EnterInner(object? world)
    {
        var outer = _world;
        Enter(world);
        return outer;
    }

    public void Leave(object? outer)
    {
        if (!ReferenceEquals(outer, NotYet))
        {
            Enter(outer);
        }
    }

    /// <summary>To be called when a step is over: trust may have changed.</summary>
    public void ChooseBatchKey() => meter.ChooseBatchKey(_world);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Change(object? world)
    {
        _world = world;
        ChooseBatchKey();
        try
        {
            options.CurrentWorldChanged?.Invoke(world);
        }
        catch (Exception fault)
        {
            options.Log!.Write(LogVerbosity.Error, $"The host's CurrentWorldChanged threw; the step runs all the same. {ExceptionText.Full(fault)}");
        }
    }
}
