namespace AsyncTick.Scripting.Tests;

/// <summary>The log of faults that console and dashboard share.</summary>
public sealed class FaultLogTests : ScriptTestBase
{
    private FaultLog _log = null!;

    [SetUp]
    public void MakeLog() => _log = new FaultLog(Test.Loop);

    [Test]
    public void Faults_FromTwoCallersOfOneMethod_KeepTheirOwnStacks()
    {
        for (var i = 0; i < 3; i++)
        {
            Fail(FirstCaller);
            Fail(SecondCaller);
        }

        List<FaultGroup> groups = [];
        var version = _log.ReadGroupsAfter(0, groups.Add);
        Assert.That(groups.Select(group => (group.Number, group.Count)), Is.EqualTo(new[] { (1, 3), (2, 3) }));
        Assert.That(_log.Latest().Select(fault => fault.Stack!.Contains(nameof(SecondCaller), StringComparison.Ordinal)), Is.EqualTo(new[] { false, true, false, true, false, true }));
        Fail(SecondCaller);
        groups.Clear();
        _log.ReadGroupsAfter(version, groups.Add);
        Assert.That(groups.Select(group => (group.Number, group.Count)), Is.EqualTo(new[] { (2, 4) }), "only what has changed");
    }

    [Test]
    public void Fault_ThatThrowsWhenItIsAsked_IsListedAllTheSame()
    {
        Fail(() => throw new Nasty());
        var fault = _log.Latest().Single();
        Assert.That((fault.Type, fault.Message), Is.EqualTo((nameof(Nasty), "(its Message threw NotSupportedException)")));
        Assert.That(fault.Stack, Does.Contain(nameof(Fault_ThatThrowsWhenItIsAsked_IsListedAllTheSame)));
    }

    [Test]
    public void Storm_OfDifferentFaults_IsCountedButNotAllPutIntoWords()
    {
        for (var i = 0; i < 200; i++)
        {
            var message = Word(i);
            Fail(() => throw new InvalidOperationException(message));
        }

        List<FaultGroup> groups = [];
        _log.ReadGroupsAfter(0, groups.Add);
        Assert.That((_log.Count, _log.Latest().Count, _log.Latest()[^1].Message), Is.EqualTo((200, 20, Word(199))));
        Assert.That(groups.Select(group => group.Message), Is.EqualTo(Enumerable.Range(100, 100).Select(Word)), "the last hundred kinds");
        Assert.That(_log.Latest().Count(fault => fault.Stack is not null), Is.LessThan(20), "twenty stacks for each second that this took");

        static string Word(int number) => $"fault {(char)('a' + number / 26)}{(char)('a' + number % 26)}";
    }

    [Test]
    public void Faults_WhoseMessagesDifferByNumbersAndIds_AreOneKind()
    {
        foreach (var subject in (string[])["task #1", "task #27", "task #3.5", "item 5f2c-11d0", "item 9aa0-77", "item of gold"])
        {
            Fail(() => throw new InvalidOperationException($"No {subject} here."));
        }

        List<FaultGroup> groups = [];
        _log.ReadGroupsAfter(0, groups.Add);
        Assert.That(groups.Select(group => (group.Count, group.Message)), Is.EqualTo(new[]
        {
            (3, "No task #3.5 here."), (2, "No item 9aa0-77 here."), (1, "No item of gold here."),
        }));
    }

    private static void FirstCaller() => Thrower();

    private static void SecondCaller() => Thrower();

    private static void Thrower() => throw new InvalidOperationException("OOPS");

    private void Fail(Action body)
    {
        Test.Loop.Start(() =>
        {
            body();
            return Task.CompletedTask;
        });
        Test.Step();
    }

    private sealed class Nasty : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
