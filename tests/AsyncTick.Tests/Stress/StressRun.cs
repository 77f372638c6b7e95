namespace AsyncTick.Tests;

/// <summary>Runs a stress program on a loop and on a model, and compares them frame by frame.</summary>
internal static class StressRun
{
    private const int RegistryEvery = 16;

    /// <summary>Returns the loop's steps.</summary>
    /// <exception cref="StressMismatchException">The two differ.</exception>
    public static long Compare(StressProgram program, Func<StressProfile, ModelLoop> makeModel, OtherThread other)
    {
        using var subject = new LoopSubject(program.Profile, other);
        var model = makeModel(program.Profile);
        var number = 0;
        foreach (var frame in program.Frames)
        {
            CompareFrame(++number, frame, subject, model);
            if (number % RegistryEvery == 0)
            {
                Check(number, "tasks", Rows(model), Rows(subject));
            }
        }

        Check(number, "tasks", Rows(model), Rows(subject));
        subject.BeginEnding();
        model.BeginEnding();
        foreach (var frame in StressProgram.Ending.TakeWhile(_ => model.IsBusy || model.Live.Any()))
        {
            CompareFrame(++number, frame, subject, model);
        }

        Check(number, "what is left", [], model.Live.Select(task => $"model's task {task.Id}").ToList());
        Check(number, "tasks left", [], subject.Loop.Tasks.Snapshot().Select(row => $"{row.Id} waits for {row.Wait}").ToList());
        Check(number, "pending waits left", [0], [subject.Pending]);
        Check(number, "history", History(model), History(subject));
        return subject.Loop.Stats.Steps;
    }

    private static void CompareFrame(int number, StressFrame frame, LoopSubject subject, ModelLoop model)
    {
        subject.Trace.Clear();
        model.Trace.Clear();
        var result = subject.Frame(frame);
        var isOverBudget = result == PumpResult.OverBudget;
        bool isDrained;
        try
        {
            isDrained = model.Frame(frame, isOverBudget ? subject.Trace.Count : int.MaxValue);
        }
        catch (AssertionException broken)
        {
            throw new StressMismatchException(number, "budget", broken.Message);
        }

        Check(number, "steps", model.Trace, subject.Trace);
        Check(number, "faults", model.Faults, subject.Faults);
        Check(number, "error lines", [model.Faults.Count], [subject.Log.Errors]);
        Check(number, "over budget", [!isDrained], [isOverBudget]);
        Check(number, "refused pumps", [model.RefusedPumps], [subject.Loop.Stats.RefusedPumps]);
    }

    private static List<string> Rows(ModelLoop model) =>
        [.. model.Live.Select(task => $"{task.Id} in {task.Scope.Path("test")}: {task.State}")];

    private static List<string> Rows(LoopSubject subject) =>
        [.. subject.Loop.Tasks.Snapshot().Select(row => $"{row.Id} in {row.ScopePath}: {row.State}")];

    private static List<string> History(ModelLoop model) =>
        [.. Enumerable.Reverse(model.Ended).Take(64).Select(task => $"{task.Id}: {task.State}")];

    private static List<string> History(LoopSubject subject) => [.. subject.Loop.Tasks.History().Select(row => $"{row.Id}: {row.State}")];

    private static void Check<T>(int frame, string what, IReadOnlyList<T> expected, IReadOnlyList<T> actual)
    {
        var same = 0;
        while (same < expected.Count && same < actual.Count && EqualityComparer<T>.Default.Equals(expected[same], actual[same]))
        {
            same++;
        }

        if (same < expected.Count || same < actual.Count)
        {
            var before = same == 0 ? "" : $" after '{expected[same - 1]}'";
            throw new StressMismatchException(frame, what, $"number {same + 1}{before} should be '{At(expected, same)}', is '{At(actual, same)}'");
        }
    }

    private static string At<T>(IReadOnlyList<T> list, int index) => index < list.Count ? $"{list[index]}" : "none";
}
