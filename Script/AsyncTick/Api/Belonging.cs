using System.Diagnostics.CodeAnalysis;

namespace AsyncTick;

/// <summary>Which loop, and which task where that is known, the calling code belongs to. Any thread.</summary>
internal static class Belonging
{
    private static readonly ILogSink NoLoopsLog = GuardedLogSink.Guard(new TextLogSink(Console.Error));

    /// <summary>The task whose code calls: the one whose step this is, or that sent this code to another thread by a way of this library.</summary>
    public static TaskContext Task => Find() ?? NoTask();

    /// <summary>The loop whose code calls, or that it was sent to another thread from in any way that flows the execution context.</summary>
    public static GameLoop Loop => Find()?.Loop ?? LoopFlow.Origin as GameLoop ?? NoLoop();

    /// <summary>Writes a line wherever it is called; off the loop's thread with a word of whose it is. Never throws.</summary>
    public static void Write(LogVerbosity verbosity, object? message)
    {
        var text = ExceptionText.OfObject(message);
        var task = Find();
        if ((task?.Loop ?? LoopFlow.Origin as GameLoop) is not { } loop)
        {
            NoLoopsLog.Write(verbosity, text);
        }
        else if (loop.IsOnLoopThread)
        {
            loop.Log.Write(verbosity, text);
        }
        else
        {
            loop.Log.Write(verbosity, task is null ? $"{text} [{loop.Name}, on another thread]" : $"{text} [{task.Scope.Path} #{task.Id}, on another thread]");
        }
    }

    /// <summary>The task whose code calls; null when that is not known.</summary>
    public static TaskContext? Find() => SynchronizationContext.Current switch
    {
        TaskContext here => here,
        PoolContext away => (TaskContext)away.Owner,
        _ => LoopFlow.Origin as TaskContext,
    };

    [DoesNotReturn]
    private static TaskContext NoTask() => throw new InvalidOperationException(LoopFlow.Origin is GameLoop loop
        ? $"This code belongs to loop '{loop.Name}' but runs outside of its tasks, so there is no task to ask for. Take Token, TaskId or Scope into a variable before, leave the thread by RunInExecutor(...) or SwitchToThreadPool(), or come back with Loop.Post(...)."
        : NoLoopText);

    [DoesNotReturn]
    private static GameLoop NoLoop() => throw new InvalidOperationException(NoLoopText);

    private const string NoLoopText =
        "No task of a game loop runs on this thread, and this code was not started by one. Start a task with loop.Start(...) or scope.Start(...), or keep the loop in a variable and come back with loop.Post(...).";
}
