using System.Diagnostics;
using System.Globalization;
using AsyncTick.Remote.Protocol;

namespace AsyncTick.Remote.Verbs;

/// <summary>Brings requests to the loop: as questions, which a posted callback answers, and as tasks that the list shows. Any thread.</summary>
[DebuggerDisplay("{loop.Name}")]
internal sealed class LoopCalls(GameLoop loop)
{
    private int _lastTask;
    private TaskScope? _scope;
    private bool _isClosed;

    public GameLoop Loop => loop;

    /// <summary>Ends the tasks. Loop thread.</summary>
    public void Close()
    {
        _isClosed = true;
        _scope?.Cancel();
    }

    /// <summary>Asks something that takes no time. Ends with the request.</summary>
    public async Task<T> AskAsync<T>(Func<T> question, CancellationToken canceled)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.TrySetResult(question());
            }
            catch (Exception fault)
            {
                answer.TrySetException(fault);
            }
        });
        return await answer.Task.WaitAsync(canceled).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a request's work as a task named <c>remote eval #3</c>, canceled with the request. What it throws is thrown here and is no fault of the loop.
    /// </summary>
    public async Task RunAsync(RemoteRequest request, Func<Task> work)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        GameTask? task = null;
        Post(() =>
        {
            if (request.Canceled.IsCancellationRequested)
            {
                ended.TrySetCanceled();
                return;
            }

            if (Open() is not { } scope)
            {
                ended.TrySetException(new OperationCanceledException());
                return;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"remote {request.Verb} #{++_lastTask}");
            task = scope.Start(() => ReportAsync(request, work, ended), name);
        });
        await using (request.Canceled.UnsafeRegister(_ => PostQuietly(() => task?.Cancel()), null).ConfigureAwait(false))
        {
            await ended.Task.ConfigureAwait(false);
        }
    }

    /// <exception cref="OperationCanceledException">The loop has ended.</exception>
    private void Post(Action action)
    {
        try
        {
            loop.Post(action);
        }
        catch (ObjectDisposedException)
        {
            throw new OperationCanceledException("The loop has ended.");
        }
    }

    private void PostQuietly(Action action)
    {
        try
        {
            loop.Post(action);
        }
        catch (ObjectDisposedException)
        {
            // And its tasks with it.
        }
    }

    private static async Task ReportAsync(RemoteRequest request, Func<Task> work, TaskCompletionSource ended)
    {
        try
        {
            Async.SetStatus(request.Peer.ToString());
            await work();
            ended.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            ended.TrySetCanceled();
            throw;
        }
        catch (Exception fault)
        {
            ended.TrySetException(fault);
        }
    }

    // Of no world: requests outlive play sessions.
    private TaskScope? Open()
    {
        if (_isClosed || loop.RootScope.IsCancellationRequested)
        {
            return null;
        }

        if (_scope is null or { IsCancellationRequested: true })
        {
            _scope = loop.RootScope.CreateChild("remote");
            _scope.World = null;
        }

        return _scope;
    }
}
