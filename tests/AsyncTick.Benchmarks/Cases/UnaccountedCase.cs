extern alias unaccounted;

using Bare = unaccounted::AsyncTick;

namespace AsyncTick.Benchmarks;

/// <summary>The same resumes by the same loop compiled without its accounting: no time stamps, no counts, no wait sites.</summary>
public sealed class UnaccountedCase : Case
{
    private readonly Bare.GameLoop _loop = new(new Bare.GameLoopOptions { BudgetSeconds = 10, Log = new Bare.NullLogSink() });
    private readonly int _tasks;
    private double _now;

    public UnaccountedCase(int tasks)
        : base("AsyncTick without accounting")
    {
        _tasks = tasks;
        for (var i = 0; i < tasks; i++)
        {
            Bare.LoopStart.Start(_loop, static () => NextFrameForeverAsync());
        }
    }

    public override long Run()
    {
        for (var frame = 0; frame < ResumeCases.FramesPerRun; frame++)
        {
            _loop.Pump(new Bare.FrameTime(_now += 1e-9));
        }

        return (long)_tasks * ResumeCases.FramesPerRun;
    }

    public override void Dispose() => _loop.Dispose();

    private static async Task NextFrameForeverAsync()
    {
        while (true)
        {
            await Bare.Async.NextFrame();
        }
    }
}
