using System.Text;

namespace AsyncTick;

/// <summary>What kind of end a fault report tells.</summary>
internal enum FaultKind
{
    Task,
    Stray,
    Caught,
    UnrequestedCancellation,
    Untracked,
}

/// <summary>Who a fault belongs to, in words that outlive the task.</summary>
internal readonly record struct TaskOrigin(int Id, string Name, string ScopePath, string StartSite, int ParentId = 0);

/// <summary>Words a fault for the log: who, where it was started, the stack down to the loop.</summary>
internal static class FaultReport
{
    public static readonly TaskOrigin Untracked = new(0, "", "", "");

    public static string Write(in TaskOrigin origin, Exception fault, FaultKind kind)
    {
        var text = new StringBuilder();
        text.Append(kind switch
        {
            FaultKind.Task => $"Task '{origin.Name}' (#{origin.Id} in {origin.ScopePath}) failed: ",
            FaultKind.Caught when origin.Id != 0 => $"Task '{origin.Name}' (#{origin.Id} in {origin.ScopePath}) goes on after a fault: ",
            FaultKind.UnrequestedCancellation => $"Task '{origin.Name}' (#{origin.Id} in {origin.ScopePath}) ended as canceled without a cancellation request: ",
            FaultKind.Untracked => "A task that was not awaited failed: ",
            _ when origin.Id == 0 => "A callback failed: ",
            _ => $"Code of task '{origin.Name}' (#{origin.Id} in {origin.ScopePath}) failed outside the task (async void or a callback): ",
        });
        text.Append(ExceptionText.Message(fault));
        foreach (var inner in AllOf(fault))
        {
            text.Append('\n').Append(ExceptionText.OfTask(inner));
        }

        if (origin.StartSite.Length > 0)
        {
            text.Append("\nStarted at ").Append(origin.StartSite);
        }

        return ShownText.Lines(text.ToString());
    }

    /// <summary>One line for a fault whose like has been told in full.</summary>
    public static string Summary(in TaskOrigin origin, Exception fault) =>
        $"{fault.GetType().Name}: {ShownText.Lines(ExceptionText.Message(fault))}" + (origin.Id == 0 ? "" : $" (last in task '{origin.Name}', #{origin.Id} in {origin.ScopePath})");

    /// <summary><c>file.cs:12</c> with the folders left out.</summary>
    public static string Site(string file, int line) => file.Length == 0 ? "an unknown place" : $"{FileName(file)}:{line}";

    private static string FileName(string path) => path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];

    private static IEnumerable<Exception> AllOf(Exception fault) =>
        fault is AggregateException aggregate ? aggregate.Flatten().InnerExceptions : [fault];
}
