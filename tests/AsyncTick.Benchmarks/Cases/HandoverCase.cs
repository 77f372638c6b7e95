namespace AsyncTick.Benchmarks;

/// <summary>A permit that 20 coroutines wait for, each of which passes it on as soon as it has it: frames until the last has had it.</summary>
public sealed class HandoverCase : Case
{
    private const int Waiters = 20;
    private const int Times = 5;

    private readonly GameLoop _loop = ResumeCases.Fill(0, static () => Task.CompletedTask);
    private readonly Action _release;
    private readonly Func<Task> _take;
    private int _left;

    private HandoverCase(string name, Action release, Func<Task> take)
        : base(name)
    {
        _release = release;
        _take = take;
    }

    public static HandoverCase Own()
    {
        AsyncSemaphore permits = new(0);
        return new HandoverCase("AsyncTick AsyncSemaphore", permits.Release, async () => await permits.WaitAsync())
        {
            Goals = [new Goal(1, Bytes: 0)],
        };
    }

    public static HandoverCase Plain()
    {
        SemaphoreSlim permits = new(0);
        return new HandoverCase("SemaphoreSlim", () => permits.Release(), () => permits.WaitAsync());
    }

    public override double? MeasureItself()
    {
        var frames = 0L;
        for (var time = 0; time < Times; time++)
        {
            for (var i = 0; i < Waiters; i++)
            {
                _loop.Start(WaitAsync);
            }

            Frame();
            _left = Waiters;
            _release();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            for (; _left > 0; frames++)
            {
                Frame();
            }

            Bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        }

        return (double)frames / Times;
    }

    public override long Run() => throw new NotSupportedException();

    public override void Dispose() => _loop.Dispose();

    private async Task WaitAsync()
    {
        await _take();

        // Not the last one: the next round begins without a permit.
        if (--_left > 0)
        {
            _release();
        }
    }

    // A frame takes time, in which a permit that comes by way of another thread may come.
    private void Frame()
    {
        _loop.Pump(new FrameTime(_loop.FrameNumber));
        Thread.Sleep(1);
    }
}
