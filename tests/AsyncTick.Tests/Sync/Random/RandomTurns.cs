using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

/// <summary>
/// A random program of tasks that wait for one object, side by side with a model of it: who stands in line, who has got a turn and not resumed yet,
/// and who has been served, in order. A subclass knows the object.
/// </summary>
internal abstract class RandomTurns : IDisposable
{
    private readonly Dictionary<int, GameTask> _tasks = [];
    private int _last;

    protected RandomTurns(int seed) => Random = new System.Random(seed);

    protected System.Random Random { get; }

    protected TestLoop Test { get; } = new();

    /// <summary>Model: who waits, in order.</summary>
    protected List<int> Line { get; } = [];

    /// <summary>Model: who will run in the next step, in order.</summary>
    protected List<int> Ready { get; } = [];

    /// <summary>Model: who was canceled before being served.</summary>
    protected HashSet<int> Canceled { get; } = [];

    /// <summary>Model: who has been served, with what.</summary>
    protected List<string> Expected { get; } = [];

    /// <summary>The real thing.</summary>
    protected List<string> Served { get; } = [];

    public static void Run<T>(Func<int, T> make, int operations = 400)
        where T : RandomTurns
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            using var program = make(seed);
            for (var i = 0; i < operations; i++)
            {
                program.DoSomething();
                program.AssertSame($"seed {seed}, operation {i}");
            }

            program.End();
            program.AssertSame($"seed {seed}, at the end");
        }
    }

    public void Dispose()
    {
        Test.Loop.RootScope.CancelTasks();
        Test.Step(3);
        Assert.That(Test.Log.Errors, Is.Empty);
        Test.Dispose();
    }

    /// <summary>One operation that is special to the object.</summary>
    protected abstract void Operate();

    /// <summary>A new task waits: the real one by <see cref="Begin"/>, and the model's.</summary>
    protected abstract void Arrive(int id);

    /// <summary>Model: a task runs that has got its turn, or was canceled.</summary>
    protected abstract void Resume(int id);

    /// <summary>Model: who waits for something else on the way.</summary>
    protected virtual IEnumerable<int> Elsewhere => [];

    /// <summary>Model: one that does not stand in the line was canceled.</summary>
    protected virtual void OnCanceledElsewhere(int id)
    {
    }

    /// <summary>Compares what can be seen of the object with the model.</summary>
    protected abstract void AssertObject(string when);

    /// <summary>Model: one has left the line, canceled.</summary>
    protected virtual void OnLeft(int id)
    {
    }

    /// <summary>One operation after which nothing is in the way of those who were canceled; false when there is nothing.</summary>
    protected virtual bool MakeWay() => false;

    protected void Begin(int id, Func<Task<string>> wait) => _tasks[id] = Test.Loop.Start(async () =>
    {
        var with = await wait();
        Served.Add($"{id}{with}");
        await Delay(double.PositiveInfinity);
    });

    /// <summary>Model: the first in line gets its turn.</summary>
    protected void Grant()
    {
        Ready.Add(Line[0]);
        Line.RemoveAt(0);
    }

    private void DoSomething()
    {
        switch (Random.Next(10))
        {
            case < 3:
                Arrive(++_last);
                break;
            case < 5:
                CancelOne();
                break;
            case < 8:
                Operate();
                break;
            default:
                Step();
                break;
        }
    }

    // Of those who wait, or have got a turn and not yet resumed.
    private void CancelOne()
    {
        int[] open = [.. Line.Concat(Ready).Concat(Elsewhere).Where(id => !Canceled.Contains(id))];
        if (open.Length == 0)
        {
            return;
        }

        var id = open[Random.Next(open.Length)];
        _tasks[id].Cancel();
        Canceled.Add(id);
        if (Line.Remove(id))
        {
            OnLeft(id);
        }
        else
        {
            OnCanceledElsewhere(id);
        }
    }

    private void Step()
    {
        Test.Step();
        while (Ready.Count > 0)
        {
            var id = Ready[0];
            Ready.RemoveAt(0);
            Resume(id);
        }
    }

    private void AssertSame(string when)
    {
        Assert.That(Served, Is.EqualTo(Expected), when);
        AssertObject(when);
    }

    // Canceled at the end, all of them: nothing of the object may be left with them.
    private void End()
    {
        Step();
        foreach (var id in Line.ToArray())
        {
            _tasks[id].Cancel();
            Canceled.Add(id);
            Line.Remove(id);
            OnLeft(id);
        }

        Step();
        while (MakeWay())
        {
            Step();
        }
    }
}
