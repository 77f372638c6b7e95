using System.Net;
using System.Net.Sockets;
using AsyncTick;
using UnrealSharp.Engine;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>Phases of the engine's frame, and the look at its end.</summary>
public abstract partial class HostConformance
{
    private static readonly Phase[] Phases = Enum.GetValues<Phase>();

    [Test]
    public void Phases_OfAPlayedWorld_ComeInOrderAroundItsActors()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        List<string> order = [];
        var isWatched = false;
        var ticker = host.Spawn<ATicker>(world);
        ticker.Ticked = () => order.Add("actors");
        var task = UnrealTasks.Start(async () =>
        {
            // The first wait has the tick groups registered with the world.
            await Phase.PrePhysics;
            await NextFrame();
            isWatched = true;
            foreach (var phase in Phases)
            {
                await phase;
                order.Add($"{phase}");
                if (phase == Phase.PostUpdateWork)
                {
                    await NextFrame();
                    order.Add("pump");
                }
            }
        });
        host.TickUntil(() => isWatched);
        order.Clear();
        host.Tick(2);
        Assert.That(task.IsCompleted, Is.True);
        Assert.That(order.SkipWhile(step => step == "actors").Take(7), Is.EqualTo(new[] { "BeginFrame", "PrePhysics", "actors", "PostPhysics", "PostUpdateWork", "pump", "EndOfFrame" }));
    }

    [Test]
    public void Phases_OutsidePlay_TickGroupsThrowAtOnceWithTheirName()
    {
        using var host = StartHost();
        List<string> passed = [];
        var task = UnrealTasks.Start(async () =>
        {
            foreach (var phase in Phases)
            {
                try
                {
                    await phase;
                    passed.Add($"{phase}");
                }
                catch (NotSupportedException refused) when (refused.Message.Contains(phase.ToString(), StringComparison.Ordinal))
                {
                    passed.Add($"no {phase}");
                }
            }
        }, TaskLifetime.Editor);
        host.Tick(3);
        Assert.That(task.IsCompleted, Is.True);
        Assert.That(passed, Is.EqualTo(new[] { "BeginFrame", "no PrePhysics", "no PostPhysics", "no PostUpdateWork", "EndOfFrame" }));
    }

    [Test]
    public void Phase_WhileTheGameIsPaused_StillComes()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        host.Pause(world);
        var frames = 0;
        UnrealTasks.Start(async () =>
        {
            while (true)
            {
                await Phase.PostPhysics;
                frames++;
            }
        });
        host.Tick(10);
        Assert.That(frames, Is.InRange(9, 10));
    }

    [Test]
    public void IdleFrames_AfterAPhaseWasAwaited_CallNoManagedCode()
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession();
        UnrealTasks.Start(async () => await Phase.PostPhysics);
        UnrealTasks.Start(async () => await Delay(1000), TaskLifetime.Editor);
        host.Tick(5);
        var before = (host.ManagedTicks, host.PhaseTicks);
        host.Tick(600);
        Assert.That((host.ManagedTicks, host.PhaseTicks), Is.EqualTo(before));
    }

    [Test]
    public void Answer_ThatComesDuringTheFrame_IsHandledAtItsEnd()
    {
        using var host = StartHost();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handledIn = 0L;
        UnrealTasks.Start(
            async () =>
            {
                await answer.Task;
                handledIn = host.Engine.FrameNumber;
            },
            TaskLifetime.Editor);
        host.Tick(3);
        var looks = host.PhaseTicks;
        host.Engine.AddTicker(AnswerElsewhere);
        host.Tick();
        host.Engine.RemoveTicker(AnswerElsewhere);
        Assert.That((handledIn, host.PhaseTicks - looks), Is.EqualTo((host.Engine.FrameNumber, 1)));

        // Behind the plugin's own ticker: that one has looked already.
        void AnswerElsewhere(double deltaSeconds)
        {
            var other = new Thread(() => answer.SetResult());
            other.Start();
            other.Join();
            SpinWait.SpinUntil(() => IsPosted(host.Loop), 5000);
        }
    }

    // Both ends are in this process. A frame lasts until something has come, and so does the time between two: nineteen frames with one look.
    [Test]
    public void TenEchoRoundTrips_TakeAFrameEach()
    {
        using var host = StartHost();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var server = listener.AcceptTcpClient();
        client.NoDelay = server.NoDelay = true;
        var trips = 0;
        UnrealTasks.Start(async () => await Exchange(server.GetStream(), isServer: true, () => { }), TaskLifetime.Editor);
        UnrealTasks.Start(async () => await Exchange(client.GetStream(), isServer: false, () => trips++), TaskLifetime.Editor);
        host.Engine.AddTicker(_ => AwaitPost());
        var frames = 0;
        while (trips < 10 && frames < 40)
        {
            AwaitPost();
            host.Tick();
            frames++;
        }

        Assert.That(trips, Is.GreaterThanOrEqualTo(10));
        Assert.That(frames, Is.LessThanOrEqualTo(10));

        void AwaitPost()
        {
            if (trips < 10)
            {
                SpinWait.SpinUntil(() => IsPosted(host.Loop), 500);
            }
        }
    }

    [Test]
    public void PlayEnds_WhileATaskWaitsForAPhase_ItEndsAndNothingIsWanted([Values] Phase phase)
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession();
        var ended = 0;
        UnrealTasks.Start(async () =>
        {
            try
            {
                while (true)
                {
                    await phase;
                }
            }
            finally
            {
                ended++;
            }
        });
        host.Tick(3);
        host.Engine.EndPlaySession();
        Assert.That((ended, host.Loop.Phases.CountWaiting(phase), host.Loop.Tasks.Count), Is.EqualTo((1, 0, 0)));
        host.Tick(3);
        Assert.That(host.Errors, Is.Empty);
    }

    private static async Task Exchange(NetworkStream stream, bool isServer, Action done)
    {
        var line = new byte[1];
        while (true)
        {
            if (!isServer)
            {
                await stream.WriteAsync(line, Token);
            }

            await stream.ReadExactlyAsync(line, Token);
            done();
            if (isServer)
            {
                await stream.WriteAsync(line, Token);
            }
        }
    }

    private static unsafe bool IsPosted(GameLoop loop) => Volatile.Read(ref ((DoorbellBlock*)loop.Doorbell)->Posted) != 0;
}
