using System.Diagnostics;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A host that pumps only when the doorbell says so does the same things at the same times as one that pumps each frame.</summary>
public sealed class DoorbellEquivalenceTests
{
    [Test]
    public void Host_PumpsWhenTheDoorbellSaysSo_DoesTheSame([Range(1, 25)] int seed)
    {
        var always = Run(seed, pumpAlways: true, out var allPumps);
        var whenRung = Run(seed, pumpAlways: false, out var fewerPumps);
        Assert.That(whenRung, Is.EqualTo(always));
        Assert.That(fewerPumps, Is.LessThan(allPumps));
    }

    [Test]
    public void Posts_FromAThreadToAHostThatSleeps_AreNeverSleptOver()
    {
        // The poster waits for each post to have run before the next, so that every one has to ring by itself.
        const double Seconds = 0.7;
        using var loop = new GameLoop(new GameLoopOptions { Name = "sleeper", Log = new NullLogSink() });
        var ran = 0;
        var posted = 0;
        var over = false;
        var poster = FromThread.Begin(() =>
        {
            Action run = () => Volatile.Write(ref ran, ran + 1);
            while (!Volatile.Read(ref over))
            {
                Volatile.Write(ref posted, posted + 1);
                loop.Post(run);
                while (Volatile.Read(ref ran) < posted && !Volatile.Read(ref over))
                {
                }
            }
        });
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < Seconds)
        {
            if (IsRung(loop))
            {
                loop.Pump(default);
            }
        }

        Volatile.Write(ref over, true);
        FromThread.Join(poster);
        for (var i = 0; i < 2 && IsRung(loop); i++)
        {
            loop.Pump(default);
        }

        Assert.That(ran, Is.EqualTo(posted).And.GreaterThan(0), "a post did not ring");
    }

    private static string Run(int seed, bool pumpAlways, out int pumps)
    {
        using var test = new TestLoop();
        var loop = test.Loop;
        var random = new Random(seed);
        var trace = new Trace();
        var scope = loop.RootScope.CreateChild("work");
        var gun = new AsyncManualResetEvent();
        using var clocks = loop.CreateClocks("world");
        var world = loop.RootScope.CreateChild("world");
        world.Clocks = clocks;
        var flag = 0;
        var now = 0.0;
        var game = 0.0;
        var handles = new List<GameTask>();
        pumps = 0;
        void Note(int id, string what) => trace.Add(FormattableString.Invariant($"{id}:{what}@{now:F4}"));

        async Task Work(int id, int kind, double seconds)
        {
            try
            {
                switch (kind)
                {
                    case 0: await Delay(seconds); break;
                    case 1: await Delay(seconds, Clock.Game); break;
                    case 2: await Delay(seconds, Clock.Unpaused); break;
                    case 3: await Delay(seconds, Clock.Audio); break;
                    case 4: await Frames(3); break;
                    case 5: await Until(() => flag > id); break;
                    case 6: await gun.WaitAsync(); break;
                    case 7:
                        await foreach (var tick in Every(seconds + 0.01))
                        {
                            Note(id, "tick" + tick.Missed);
                            if (tick.Index >= 3)
                            {
                                break;
                            }
                        }

                        break;
                    case 8: await Task.Delay(TimeSpan.FromSeconds(seconds), loop.TimeProvider).InScope(); break;
                    case 9: await Start(async () => await Delay(seconds)); break;
                    default: await Task.Yield(); break;
                }

                Note(id, "end");
            }
            catch (OperationCanceledException)
            {
                Note(id, "canceled");
            }
        }

        for (var frame = 0; frame < 400; frame++)
        {
            loop.Clocks.Advance(new FrameTime(now, game, now * 0.9, game * 2));
            for (var i = random.Next(-6, 3); i > 0; i--)
            {
                var id = handles.Count;
                var (kind, seconds, inWorld) = (random.Next(11), random.NextDouble() * 0.5, random.Next(4) == 0);
                handles.Add((inWorld ? world : scope).Start(() => Work(id, kind, seconds)));
            }

            if (handles.Count > 0 && random.Next(8) == 0)
            {
                handles[random.Next(handles.Count)].Cancel();
            }

            switch (random.Next(30))
            {
                case 0: gun.Set(); break;
                case 1: gun.Reset(); break;
                case 2: flag = handles.Count; break;
                case 3: loop.Post(() => Note(-1, "post")); break;
                case 4: scope.CancelTasks(); break;
                default: break;
            }

            now += 1.0 / 60;
            game += random.Next(3) == 0 ? 0 : 0.5 / 60;
            var time = new FrameTime(now, game, now * 0.9, game * 2);
            clocks.Advance(new FrameTime(0, game * 3, now, game));
            if (pumpAlways || IsRung(loop, time))
            {
                loop.Pump(time);
                pumps++;
            }
        }

        scope.Cancel();
        world.Cancel();
        loop.Pump(new FrameTime(now));
        loop.Pump(new FrameTime(now));
        Assert.That(test.Log.Errors, Is.Empty);
        return trace.ToString();
    }

    private static unsafe bool IsRung(GameLoop loop, FrameTime time = default)
    {
        var bell = (DoorbellBlock*)loop.Doorbell;
        return Volatile.Read(ref bell->Ready) != 0 || bell->NextDue[0] <= time.Real || bell->NextDue[1] <= time.Game || bell->NextDue[2] <= time.Unpaused || bell->NextDue[3] <= time.Audio;
    }
}
