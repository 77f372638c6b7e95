using AsyncTick.Testing;

namespace AsyncTick.Tests.Misuse;

/// <summary>Sizes that would take all memory when an object is made are refused, by name and with what to do instead.</summary>
public sealed class AbsurdSizeTests
{
    [TestCase(int.MaxValue)]
    [TestCase((1 << 20) + 1)]
    [TestCase(-1)]
    public void Loop_HistoryOfAnAbsurdLength_IsRefused(int length) => AssertRefused(
        () => new GameLoop(new GameLoopOptions { HistoryLength = length }).Dispose(), "HistoryLength", "0 to 1048576 ended tasks; to keep more, take what is needed of each from TaskRegistry.Ended.");

    [TestCase(int.MaxValue)]
    [TestCase(FlightRecorder.LargestSize + 1)]
    [TestCase(-1)]
    public void Loop_RecorderOfAnAbsurdSize_IsRefused(int size)
    {
        AssertRefused(() => new GameLoop(new GameLoopOptions { RecorderSize = size }).Dispose(), "RecorderSize", "0 to 16777216 entries");
        using var test = new TestLoop();
        AssertRefused(() => test.Loop.Recorder.Resize(size), "size", "0 to 16777216 entries");
    }

    [TestCase(int.MaxValue)]
    [TestCase(0)]
    public void LogTail_OfAnAbsurdCapacity_IsRefused(int capacity) => AssertRefused(
        () => _ = new LogTail(new NullLogSink(), capacity), "capacity", "1 to 1048576 lines");

    [Test]
    public void Recording_OfANegativeNumberOfEntries_IsRefused()
    {
        using var test = new TestLoop();
        Assert.That(() => LoopRecording.Take(test.Loop, entries: -1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("entries"));
    }

    [Test]
    public void Queues_OfTheLargestCapacity_TakeMemoryWhenTheyAreFilled()
    {
        var queue = new AsyncQueue<int>(int.MaxValue);
        Assert.That(queue.TryEnqueue(1), Is.True);
    }

    private static void AssertRefused(Action make, string name, string limit) =>
        Assert.That(() => make(), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name).And.Message.Contains(limit));
}
