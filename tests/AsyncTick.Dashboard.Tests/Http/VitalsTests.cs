using System.Net.Http.Headers;

namespace AsyncTick.Dashboard.Tests;

/// <summary>What a watcher outside is told: health and metrics.</summary>
public sealed class VitalsTests
{
    [Test]
    public void Health_OfALoopThatRuns_IsOkWithoutAToken()
    {
        using var dashboard = new TestDashboard();
        Assert.That(dashboard.Ask("/health", change: request => request.Headers.Authorization = null), Is.EqualTo((200, "ok\n")));
    }

    [Test]
    public void Health_UnderLimitsWithoutEnd_IsAnswered()
    {
        using var dashboard = new TestDashboard(new HttpLimits { RequestSeconds = double.PositiveInfinity, IdleSeconds = double.PositiveInfinity, WriteSeconds = 1e9 });
        Assert.That(dashboard.Ask("/health"), Is.EqualTo((200, "ok\n")));
    }

    [Test]
    public void Metrics_WantTheToken()
    {
        using var dashboard = new TestDashboard();
        Assert.That(dashboard.Ask("/metrics", change: request => request.Headers.Authorization = null).Status, Is.EqualTo(401));
        Assert.That(dashboard.Ask("/metrics", change: request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong")).Status, Is.EqualTo(401));
    }

    [Test]
    public void Metrics_AreCountsInTheFormatOfPrometheus()
    {
        using var dashboard = new TestDashboard();
        dashboard.Test.Loop.Start(async () => await Async.Delay(100), "sleeper");
        var (status, text) = dashboard.Ask("/metrics");
        Assert.That(status, Is.EqualTo(200));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Member("asynctick_tasks{loop=\"test\"} 1").And.Member("# TYPE asynctick_tasks gauge").And.Member("asynctick_faults_total{loop=\"test\"} 0"));
            Assert.That(lines.Where(line => !line.StartsWith('#')), Is.All.Match("""^asynctick_[a-z_]+\{loop="test"\} [0-9.E+-]+$"""));
        });
        dashboard.Test.Loop.Tasks.CancelAll();
    }

    [Test]
    public async Task Health_WhileAStepHoldsTheThread_Is503()
    {
        using HttpClient http = new();
        var health = new Uri("about:blank");
        using var isReady = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var loop = new Thread(() =>
        {
            using var dashboard = new TestDashboard(watchdogSeconds: double.PositiveInfinity);
            health = new Uri(dashboard.Link, "/health");
            dashboard.Test.Loop.Start(() =>
            {
                isReady.Set();
                end.Wait();
                return Task.CompletedTask;
            });
        })
        {
            IsBackground = true,
        };
        loop.Start();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        HttpResponseMessage answer;
        try
        {
            isReady.Wait(limit.Token);
            do
            {
                answer = await http.GetAsync(health, limit.Token);
            }
            while (answer.IsSuccessStatusCode);
        }
        finally
        {
            // A thread that is left held would hold up the end of all tests.
            end.Set();
            loop.Join();
        }

        Assert.That((int)answer.StatusCode, Is.EqualTo(503));
        Assert.That(await answer.Content.ReadAsStringAsync(limit.Token), Does.Match(@"^blocked for \d+\.\d s\n$"));
    }
}
