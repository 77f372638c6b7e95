using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealSharp.UnrealSharpCore;

/// <summary>
/// The object behind an async Blueprint node, from which the generated ones derive. What becomes of the function's task is UnrealSharp's: see the remarks.
/// </summary>
/// <remarks>
/// A task without a result that fails raises <c>Failed</c> with an empty text, and one that was canceled raises <c>Completed</c>; one with a
/// result raises <c>Failed</c> with the exception's text in both cases. A node that is canceled itself raises nothing.
/// </remarks>
public class UCSCancellableAsyncAction : UCancellableAsyncAction
{
    private readonly CancellationTokenSource _cancellation = new();

    public override void Cancel() => _cancellation.Cancel();

    /// <summary>For generated code: awaits a function without a result.</summary>
    protected async void Await(Func<CancellationToken, Task> function, Action completed, Action<string> failed)
    {
        var task = Task.CompletedTask;
        var text = "";
        try
        {
            task = function(_cancellation.Token);
            await task.ConfigureWithUnrealContext();
        }
        catch (Exception fault)
        {
            text = fault.ToString();
        }

        End(task.IsFaulted || text.Length > 0, completed, () => failed(text));
    }

    /// <summary>For generated code: awaits a function with a result.</summary>
    protected async void Await<T>(Func<CancellationToken, Task<T>> function, Action<T> completed, Action<string> failed)
    {
        try
        {
            var result = await function(_cancellation.Token).ConfigureWithUnrealContext();
            End(false, () => completed(result), static () => { });
        }
        catch (OperationCanceledException)
        {
            Cancel();
        }
        catch (Exception fault)
        {
            End(true, static () => { }, () => failed(fault.ToString()));
        }
    }

    private void End(bool hasFailed, Action completed, Action failed)
    {
        if (!_cancellation.IsCancellationRequested && !IsDestroyed)
        {
            (hasFailed ? failed : completed)();
        }
    }
}
