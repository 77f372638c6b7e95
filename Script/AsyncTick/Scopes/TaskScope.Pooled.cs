using System.Runtime.CompilerServices;

namespace AsyncTick;

public sealed partial class TaskScope
{
    /// <summary>
    /// Starts a task whose body is a pooled method; otherwise as <see cref="Start(Func{Task}, string?, string, string, int)"/>. In steady state it
    /// costs 48 bytes, the task's own <see cref="SynchronizationContext"/>, which cannot be used again because anybody may hold it. Awaiting the
    /// handle, or asking for its <see cref="GameTask.Task"/>, makes a plain task and costs what that does. A lambda must say that it is
    /// one: <c>Start(async PooledTask () => ...)</c>.
    /// </summary>
    [OverloadResolutionPriority(-1)]
    public GameTask Start(
        Func<PooledTask> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Loop.BeginTask(this, name, expression, file, line, out var frame);
        PooledTask pooled;
        try
        {
            pooled = body();
        }
        catch (Exception fault)
        {
            return FailBegin(context, fault, frame);
        }

        return new GameTask(context, Loop.EndBeginPooled(context, pooled, frame));
    }

    /// <summary>As the other overload, for a method that is handed its cancellation token.</summary>
    [OverloadResolutionPriority(-1)]
    public GameTask Start(
        Func<CancellationToken, PooledTask> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Loop.BeginTask(this, name, expression, file, line, out var frame);
        PooledTask pooled;
        try
        {
            pooled = body(context.Token);
        }
        catch (Exception fault)
        {
            return FailBegin(context, fault, frame);
        }

        return new GameTask(context, Loop.EndBeginPooled(context, pooled, frame));
    }

    /// <summary>Starts a task with a result whose body is a pooled method. The handle's plain task, which keeps the result, is made at once: about 150 bytes in all.</summary>
    [OverloadResolutionPriority(-1)]
    public GameTask<T> Start<T>(
        Func<PooledTask<T>> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = Loop.BeginTask(this, name, expression, file, line, out var frame);
        PooledTask<T> pooled;
        try
        {
            pooled = body();
        }
        catch (Exception fault)
        {
            var failed = Task.FromException<T>(fault);
            Loop.EndBegin(context, failed, frame);
            return new GameTask<T>(context, failed);
        }

        return new GameTask<T>(context, Loop.EndBeginPooled(context, pooled, frame));
    }

    private GameTask FailBegin(TaskContext context, Exception fault, in GameLoop.StartFrame frame)
    {
        var failed = Task.FromException(fault);
        Loop.EndBegin(context, failed, frame);
        return new GameTask(context, failed);
    }
}
