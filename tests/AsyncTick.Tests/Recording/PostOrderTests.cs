using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The order in which posts of other threads are taken can be shuffled by a seed, kept and repeated.</summary>
public sealed class PostOrderTests
{
    private readonly OtherThread[] _producers = [new(), new()];

    [OneTimeTearDown]
    public void EndProducers() => Array.ForEach(_producers, static each => each.Dispose());

    [Test]
    public void Seed_ShufflesProducersAndKeepsTheOrderOfEach()
    {
        var orders = new HashSet<string>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var order = Shuffled(seed);
            Assert.That(order.Where(static each => each[0] == 'a'), Is.EqualTo(new[] { "a0", "a1", "a2", "a3" }));
            Assert.That(order.Where(static each => each[0] == 'b'), Is.EqualTo(new[] { "b0", "b1", "b2", "b3" }));
            Assert.That(Shuffled(seed), Is.EqualTo(order), "The same seed, the same order.");
            orders.Add(string.Concat(order));
        }

        Assert.That(orders, Has.Count.GreaterThan(10));
    }

    [Test]
    public void ForSeeds_ACallThatDependsOnTheOrder_FailsWithItsSeedAndItsOrder()
    {
        var failure = Assert.Throws<TestLoopException>(() => TestLoop.ForSeeds(50, test =>
        {
            var last = "";
            FromBoth(test.Loop, name => last = name);
            test.Step(2);
            if (last != "b3")
            {
                throw new InvalidOperationException($"{last} was the last");
            }
        }));
        Assert.That(failure!.Message, Does.Match(@"^It failed with seed \d+; new TestLoop \{ Seed = \d+ \} repeats it\.").And.Contains("frame 1 after 0 steps: #0 "));
        Assert.That(failure.InnerException, Is.InstanceOf<InvalidOperationException>());
    }

    [Test]
    public void Repeat_OfARun_HasTheSameOrderWhateverComesFirst()
    {
        // The second comes first in the one run, and in the other, which is told to repeat it, the first does.
        var (kept, first) = Race(["second", "first"], null);
        var (_, again) = Race(["first", "second"], PostOrder.Parse(kept.ToString()));
        var (_, free) = Race(["first", "second"], null);
        Assert.That(first, Is.EqualTo(new[] { "second", "first" }));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(free, Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public void Parse_SomethingElse_IsRefused() =>
        Assert.That(() => PostOrder.Parse("frame x after 0 steps: #1 a"), Throws.TypeOf<FormatException>().With.Message.Contains("frame x after"));

    private List<string> Shuffled(int seed)
    {
        using var test = new TestLoop { Seed = seed };
        var order = new List<string>();
        FromBoth(test.Loop, order.Add);
        test.Step(2);
        return order;
    }

    // Two producers, one after the other in real time.
    private void FromBoth(GameLoop loop, Action<string> run)
    {
        for (var producer = 0; producer < 2; producer++)
        {
            var letter = "ab"[producer];
            _producers[producer].Run(() =>
            {
                for (var i = 0; i < 4; i++)
                {
                    var name = $"{letter}{i}";
                    loop.Post(() => run(name));
                }
            });
        }
    }

    private (PostOrder Kept, List<string> Order) Race(string[] arrivals, PostOrder? repeat)
    {
        using var test = new TestLoop { KeepsPosts = true, Repeat = repeat };
        var order = new List<string>();
        var gates = new Dictionary<string, TaskCompletionSource> { ["first"] = new(), ["second"] = new() };
        var tasks = gates.Select(gate => test.Loop.Start(
            async () =>
            {
                await gate.Value.Task;
                order.Add(gate.Key);
            },
            gate.Key)).ToArray();
        foreach (var name in arrivals)
        {
            _producers[0].Run(() => gates[name].SetResult());
        }

        test.Step(3);
        Assert.That(tasks.Select(static task => task.IsCompleted), Is.All.True);
        return (test.Posts, order);
    }
}
