using System.Text.Json;
using static AsyncTick.Async;

namespace AsyncTick.Dashboard.Tests.Http;

/// <summary>What the timeline asks for.</summary>
public sealed class TraceTests
{
    [Test]
    public void Trace_OfTheLastSeconds_HasFramesAndSteps()
    {
        using var dashboard = new TestDashboard();
        dashboard.Test.Loop.Start(Walk, "Walker");
        dashboard.Test.Step(5);
        var (status, text) = dashboard.Ask("/api/trace/60");
        Assert.That(status, Is.EqualTo(200), text);
        using var json = JsonDocument.Parse(text);
        var events = json.RootElement.GetProperty("traceEvents").EnumerateArray().ToArray();
        Assert.That(events.Count(each => HasCategory(each, "frame")), Is.GreaterThanOrEqualTo(5));
        Assert.That(events.Count(each => HasCategory(each, "step") && each.GetProperty("name").GetString() == "Walker"), Is.GreaterThanOrEqualTo(5));
        Assert.That(json.RootElement.GetProperty("otherData").GetProperty("loop").GetString(), Is.EqualTo("test"));
    }

    [TestCase("/api/trace/")]
    [TestCase("/api/trace/0")]
    [TestCase("/api/trace/601")]
    [TestCase("/api/trace/-1")]
    [TestCase("/api/trace/5%00")]
    [TestCase("/api/trace/9999999999")]
    public void Trace_OfNoSuchTime_IsRefusedWithTheRemedy(string path)
    {
        using var dashboard = new TestDashboard();
        Assert.That(dashboard.Ask(path), Is.EqualTo((400, "Name whole seconds: /api/trace/10, 600 at most.\n")));
    }

    [Test]
    public void Trace_WithoutTheToken_IsRefused()
    {
        using var dashboard = new TestDashboard();
        Assert.That(dashboard.Ask("/api/trace/5", change: request => request.Headers.Authorization = null).Status, Is.EqualTo(401));
        Assert.That(dashboard.Ask("/api/trace/5", "{}").Status, Is.EqualTo(405));
    }

    [Test]
    public void Trace_OfALargeRecorder_CopiesNoMoreThanItMay()
    {
        using var dashboard = new TestDashboard();
        dashboard.Test.Loop.Recorder.Resize(1 << 20);
        for (var i = 0; i < 100; i++)
        {
            dashboard.Test.Loop.Start(Walk, "Walker");
        }

        dashboard.Test.Step(2000);
        Assert.That(dashboard.Test.Loop.Recorder.Count, Is.GreaterThan(1 << 17));
        using var json = JsonDocument.Parse(dashboard.Ask("/api/trace/600").Text);
        Assert.That(json.RootElement.GetProperty("traceEvents").EnumerateArray().Count(each => HasCategory(each, "step")), Is.InRange(1 << 14, 1 << 16));
    }

    private static bool HasCategory(JsonElement each, string category) => each.TryGetProperty("cat", out var cat) && cat.GetString() == category;

    private static async Task Walk()
    {
        while (true)
        {
            await NextFrame();
        }
    }
}
