using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>One random program of <see cref="CancelAnywhereTests"/>: workers, a driver that ends their waits or the workers themselves, and the books that must balance.</summary>
internal sealed class CancelProgram
{
    private const int Workers = 40;
    private const int Frames = 400;

    private readonly Random _random;
    private readonly TestLoop _test = new() { FrameSeconds = 0.01 };
    private readonly GameTask[] _workers = new GameTask[Workers];
    private readonly AsyncLock _lock = new("ledger");
    private readonly AsyncAutoResetEvent _turns = new();
    private readonly AsyncManualResetEvent _event = new(name: "bell");
    private readonly List<long> _lockOrder = [];
    private readonly List<long> _turnOrder = [];
    private readonly int _seed;
    private TaskCompletionSource<int> _outside = new();
    private GameTask _longTask;
    private bool _condition;
    private bool _isLockFree;
    private int _holders;
    private int _turnsGiven;
    private int _turnsTaken;
    private long _tickets;
    private int _waits;

    private CancelProgram(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
    }

    public static void Run(int seed)
    {
        var program = new CancelProgram(seed);
        using (program._test)
        {
            program.Run();
        }
    }

    private void Run()
    {
        _longTask = _test.Loop.Start(static () => Delay(1e6), "long");
        for (var i = 0; i < Workers; i++)
        {
            Hire(i);
        }

        for (var frame = 0; frame < Frames; frame++)
        {
            Drive();
            _test.Step();
        }

        _outside.SetResult(_seed);
        for (var round = 0; round < 3; round++)
        {
            // A task whose wait was just over may have started others since.
            _test.Loop.RootScope.CancelTasks();
            _test.Step(3);
        }

        _test.Loop.Start(() =>
        {
            _isLockFree = _lock.TryLock(out var hold);
            hold.Dispose();
            return Task.CompletedTask;
        });
        AssertBalanced();
    }

    private void Hire(int i) => _workers[i] = _test.Loop.Start(() => WorkAsync(new Random(_random.Next())), $"worker {i}");

    // What ends waits, and what ends workers.
    private void Drive()
    {
        if (_random.Next(3) == 0)
        {
            // One that is set twice is set once.
            _turnsGiven += _turns.IsSet ? 0 : 1;
            _turns.Set();
        }

        if (_random.Next(4) == 0)
        {
            _event.Set();
            _event.Reset();
        }

        _condition = _random.Next(3) == 0;
        if (_random.Next(20) == 0)
        {
            _outside.SetResult(_seed);
            _outside = new TaskCompletionSource<int>();
        }

        for (var i = 0; i < Workers; i++)
        {
            if (_random.Next(25) == 0)
            {
                _workers[i].Cancel();
                Hire(i);
            }
        }
    }

    private async Task WorkAsync(Random random)
    {
        while (true)
        {
            try
            {
                switch (random.Next(4))
                {
                    case 0:
                        await WaitAsync(random, random.Next(Kinds));
                        break;
                    case 1:
                        await WithTimeout(random.NextDouble() * 0.1, () => WaitAsync(random, random.Next(Kinds)));
                        break;
                    case 2:
                        await Race(() => WaitAsync(random, random.Next(Kinds)), () => WaitAsync(new Random(random.Next()), random.Next(Kinds)));
                        break;
                    default:
                        await WhenAll(Start(() => WaitAsync(random, random.Next(Kinds))), Start(() => WaitAsync(new Random(random.Next()), random.Next(Kinds))));
                        break;
                }
            }
            catch (OperationTimeoutException)
            {
            }
        }
    }

    private const int Kinds = 13;

    private async Task WaitAsync(Random random, int kind)
    {
        var isOver = false;
        switch (kind)
        {
            case 0:
                await NextFrame();
                break;
            case 1:
                await Frames(random.Next(1, 8));
                break;
            case 2:
                await Delay(random.NextDouble() * 0.1);
                break;
            case 3:
                await Delay(random.NextDouble() * 0.1, Clock.Game);
                break;
            case 4:
                await Until(() => _condition);
                break;
            case 5:
                await _event.WaitAsync();
                break;
            case 6:
                await TakeTurnAsync();
                break;
            case 7:
            case 8:
                await HoldLockAsync(random);
                break;
            case 9:
                Assert.That(await _outside.Task.InScope(), Is.EqualTo(_seed));
                break;
            case 10:
                await _longTask;
                break;
            case 11:
                await foreach (var _ in Every(0.015))
                {
                    if (random.Next(3) == 0)
                    {
                        break;
                    }
                }

                break;
            default:
                Assert.That(await RunInExecutor(InPlace, () => _seed), Is.EqualTo(_seed));
                break;
        }

        Assert.That(isOver, Is.False, "a wait has ended twice");
        isOver = true;
        _waits++;
    }

    private async Task TakeTurnAsync()
    {
        var ticket = ++_tickets;
        await _turns.WaitAsync();
        _turnsTaken++;
        _turnOrder.Add(ticket);
    }

    private async Task HoldLockAsync(Random random)
    {
        var ticket = ++_tickets;
        using (await _lock.LockAsync())
        {
            _lockOrder.Add(ticket);
            Assert.That(++_holders, Is.EqualTo(1));
            try
            {
                if (random.Next(2) == 0)
                {
                    await Frames(random.Next(1, 3));
                }
            }
            finally
            {
                _holders--;
            }
        }
    }

    private void AssertBalanced() => Assert.Multiple(() =>
    {
        Assert.That(_waits, Is.GreaterThan(Frames), "the program must have done something");
        Assert.That((_turnsTaken, _lockOrder.Count), Is.GreaterThan((20, 20)));
        Assert.That(_lockOrder, Is.Ordered, "the lock's line");
        Assert.That(_turnOrder, Is.Ordered, "the event's line");
        Assert.That(_turnsTaken + (_turns.IsSet ? 1 : 0), Is.EqualTo(_turnsGiven), "turns taken, and the one that is left");
        Assert.That(_event.WaiterCount, Is.Zero);
        Assert.That(_holders, Is.Zero);
        Assert.That(_isLockFree, Is.True, "the lock is free");
        Assert.That(_test.Loop.Tasks.Count, Is.Zero, () => _test.Table());
        Assert.That(_test.Loop.Clocks.Real.PendingWaits + _test.Loop.Clocks.Game.PendingWaits, Is.Zero);
        Assert.That((_test.Loop.Stats.Ready, _test.Loop.Stats.WaitingForFrame, _test.Loop.Stats.OffThread), Is.EqualTo((0, 0, 0)));
        Assert.That(_test.Log.Errors, Is.Empty);
    });

    private static readonly IExecutor InPlace = new InPlaceExecutor();

    private sealed class InPlaceExecutor : IExecutor
    {
        public async Task<T> RunAsync<T>(Func<T> function)
        {
            await Task.CompletedTask;
            return function();
        }
    }
}
